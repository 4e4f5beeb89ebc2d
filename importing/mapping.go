package importing

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/tongxing/tongxing/reference"
	"github.com/tongxing/tongxing/reference/registration"
	"github.com/tongxing/tongxing/reference/script"
)

// Fields of an organization that a table may have columns for, in the order they are shown.
var Fields = []string{"name", "externalId", "registrationId", "kind", "mission", "website", "region", "causes"}

// Mapping says which columns give a field: of several the first that has a value, of causes all.
type Mapping map[string][]string

// headers are the usual names of columns, folded, without spaces and signs; more specific ones first.
var headers = map[string][]string{
	"name": {"name", "orgname", "organisationname", "organizationname", "charityname", "fullname", "legalname", "organisation",
		"organization", "charity", "title", "名称", "机构名称", "组织名称", "单位名称", "社会组织名称", "团体名称", "机构全称", "全称", "机构", "单位"},
	"externalId": {"externalid", "orgid", "organisationid", "organizationid", "identifier", "uid", "id", "机构编号", "编号", "代码"},
	"registrationId": {"registrationid", "registrationnumber", "regno", "regnumber", "charitynumber", "registeredcharitynumber", "charityno", "ein",
		"uscc", "creditcode", "unifiedsocialcreditcode", "guinumber", "ubn", "taxid", "统一社会信用代码", "社会信用代码", "信用代码", "登记证号", "登记号", "统一编号", "统编"},
	"kind":    {"kind", "orgtype", "organisationtype", "organizationtype", "legalform", "type", "类型", "组织类型", "机构类型", "社会组织类型"},
	"mission": {"mission", "purpose", "activities", "objects", "description", "about", "summary", "使命", "宗旨", "业务范围", "简介", "机构简介", "介绍", "服务内容"},
	"website": {"website", "web", "homepage", "url", "site", "www", "网址", "网站", "官网", "官方网站", "主页"},
	"region": {"district", "county", "city", "town", "province", "state", "region", "location", "area", "address", "区县", "县市", "城市", "市", "省份", "省",
		"地区", "所在地", "行政区", "登记地", "注册地", "地址", "住所"},
	"causes": {"causes", "cause", "ukcat", "icnptso", "sector", "theme", "category", "categories", "classification", "领域", "公益领域", "业务领域", "服务领域", "类别"},
}

// several fields may have more than one column in a proposal.
var several = map[string]bool{"region": true, "causes": true}

func headerKey(s string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", ".", "", "/", "", "(", "", ")", "").Replace(script.Fold(s))
}

// sampled is how many rows a proposal looks at.
const sampled = 300

// Propose guesses the mapping by the names of the columns, and by what they hold where no name tells.
func Propose(t *Table) Mapping {
	m := Mapping{}
	for _, field := range Fields {
		for _, h := range headers[field] {
			for _, c := range t.Columns {
				if headerKey(c) != headerKey(h) || len(m[field]) > 0 && !several[field] || slices.Contains(m[field], c) {
					continue
				}
				if field == "externalId" && !mostly(t, c, 0.6, distinct()) {
					continue
				}
				m[field] = append(m[field], c)
			}
		}
	}
	used := func(c string) bool {
		for _, columns := range m {
			if slices.Contains(columns, c) {
				return true
			}
		}
		return false
	}
	hint := Country(t, m)
	registered := func(v string) bool { _, err := registration.Parse(v, hint); return err == nil }
	for _, c := range t.Columns {
		switch {
		case len(m["website"]) == 0 && !used(c) && mostly(t, c, 0.7, isAddress):
			m["website"] = []string{c}
		case len(m["registrationId"]) == 0 && (!used(c) || slices.Contains(m["externalId"], c)) && mostly(t, c, 0.7, registered):
			m["registrationId"] = []string{c}
		}
	}
	return m
}

// mostly says whether a share of the column's values that are not empty pass.
func mostly(t *Table, column string, share float64, pass func(string) bool) bool {
	n, ok := 0, 0
	for _, r := range t.Rows {
		v := strings.TrimSpace(r.Values[column])
		if v == "" {
			continue
		}
		if n++; pass(v) {
			ok++
		}
		if n == sampled {
			break
		}
	}
	return n > 0 && float64(ok) >= share*float64(n)
}

func distinct() func(string) bool {
	seen := map[string]bool{}
	return func(v string) bool {
		was := seen[v]
		seen[v] = true
		return !was
	}
}

var domain = regexp.MustCompile(`^(?i)(https?://|www\.)?[\w-]+(\.[\w-]+)+(/\S*)?$`)

func isAddress(v string) bool { return domain.MatchString(v) && !strings.Contains(v, "@") }

// Country is the country in which most of the table's regions lie, by which the others and the registration ids are
// read; "" if there is none.
func Country(t *Table, m Mapping) string {
	counts, n := map[string]int{}, 0
	for _, r := range t.Rows {
		for _, c := range m["region"] {
			if g, ok := reference.MatchRegion(r.Values[c], ""); ok {
				country, _, _ := strings.Cut(g.Path, "/")
				counts[country]++
				n++
				break
			}
		}
		if n == sampled {
			break
		}
	}
	for country, k := range counts {
		if k*10 >= n*6 {
			return country
		}
	}
	return ""
}

// Override replaces fields of the mapping by what is said as "field=column", once for each column; "field=" leaves a
// field out. It fails for a field or a column that there is not.
func (m Mapping) Override(t *Table, said []string) (Mapping, error) {
	out, given := Mapping{}, map[string]bool{}
	for f, c := range m {
		out[f] = c
	}
	for _, s := range said {
		field, column, ok := strings.Cut(s, "=")
		field, column = strings.TrimSpace(field), strings.TrimSpace(column)
		if !ok || !slices.Contains(Fields, field) {
			return nil, fmt.Errorf("%q is not field=column with one of the fields %s", s, strings.Join(Fields, ", "))
		}
		if !given[field] {
			out[field], given[field] = nil, true
		}
		if column == "" {
			continue
		}
		if !slices.Contains(t.Columns, column) {
			return nil, fmt.Errorf("there is no column %q: the columns are %s", column, strings.Join(t.Columns, ", "))
		}
		out[field] = append(out[field], column)
	}
	return out, nil
}

// webAddress is the address with its scheme; not ok for what is none.
func webAddress(v string) (string, bool) {
	v = strings.TrimSpace(v)
	if !strings.Contains(v, "://") && isAddress(v) {
		v = "http://" + v
	}
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(v) > 2000 || strings.ContainsAny(v, " \t\n") {
		return "", false
	}
	return v, true
}
