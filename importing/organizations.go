package importing

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tongxing/tongxing/reference"
	"github.com/tongxing/tongxing/reference/registration"
	"github.com/tongxing/tongxing/reference/script"
)

// Organization is one row as an organization.
type Organization struct {
	Line       int      `json:"-"`
	Entry      int      `json:"-"`
	Notes      []string `json:"-"` // what of the row was not taken, and why
	ExternalID string   // unique in its source
	Name       string
	// Registration is the id of a public register in its canonical form; empty where the row has none that is valid.
	Registration string
	Kind         string // of core's kinds
	Mission      string
	Website      string
	Region       string   // code
	Causes       []string // keys
	Inferred     bool     // the causes are guessed from the name and the mission
	Digest       string   `json:"-"` // SHA-256, hex, of the above
}

// Limits of an organization's texts, in characters, and of its causes.
const (
	maxName, maxMission, maxCauses = 300, 10_000, 10
)

// Organizations reads the rows by the mapping. Rows that say the same organization again, by its id or its registration
// id, become one, with the causes of all; they and those that are no organization are among the problems: each row
// is in one of the two.
func Organizations(t *Table, m Mapping, country string) (all []Organization, problems []Problem, err error) {
	if len(m["name"]) == 0 {
		return nil, nil, errors.New("no column for the name: give one with name=COLUMN")
	}
	problems = slices.Clone(t.Problems)
	if country == "" {
		country = Country(t, m)
	}
	seen := map[string]int{}
	for _, r := range t.Rows {
		o, wrong := organization(r, m, country)
		if wrong != "" {
			problems = append(problems, t.at(r, wrong, false))
			continue
		}
		keys := []string{"id " + o.ExternalID}
		if o.Registration != "" {
			keys = append(keys, "registration "+o.Registration)
		}
		first := -1
		for _, k := range keys {
			if i, ok := seen[k]; ok {
				first = i
				break
			}
		}
		if first < 0 {
			for _, k := range keys {
				seen[k] = len(all)
			}
			all = append(all, o)
			continue
		}
		problems = append(problems, t.at(r, all[first].merge(o, t), true))
	}
	for i := range all {
		all[i].finish()
	}
	return all, problems, nil
}

// at is a problem of a row. The lines of JSON say little: entries are counted too.
func (t *Table) at(r Row, reason string, skip bool) Problem {
	if t.Format == JSON {
		reason = fmt.Sprintf("entry %d: %s", r.Entry, reason)
	}
	return Problem{Path: t.Name, Line: r.Line, Reason: reason, Skip: skip}
}

// merge takes the causes of a row that says the same organization, and says what became of the row.
func (o *Organization) merge(same Organization, t *Table) string {
	where := fmt.Sprintf("line %d", o.Line)
	if t.Format == JSON {
		where = fmt.Sprintf("entry %d", o.Entry)
	}
	what := "the same organization as " + where
	n := len(o.Causes)
	for _, c := range same.Causes {
		if !slices.Contains(o.Causes, c) {
			o.Causes = append(o.Causes, c)
		}
	}
	if len(o.Causes) > n {
		what += ", its causes were added"
	}
	if script.Fold(o.Name) != script.Fold(same.Name) {
		what += fmt.Sprintf(", its other name %q was not taken", clip(same.Name, 80))
	}
	return what
}

// finish infers causes where none are given and takes the digest.
func (o *Organization) finish() {
	if len(o.Causes) == 0 {
		o.Causes = reference.InferCauses(o.Name + "\n" + o.Mission)
		o.Inferred = len(o.Causes) > 0
	}
	if len(o.Causes) > maxCauses {
		o.note("only the first %d of %d causes were taken", maxCauses, len(o.Causes))
		o.Causes = o.Causes[:maxCauses]
	}
	text, _ := json.Marshal(o) // strings and lists of them
	sum := sha256.Sum256(text)
	o.Digest = hex.EncodeToString(sum[:])
}

func (o *Organization) note(format string, args ...any) {
	o.Notes = append(o.Notes, fmt.Sprintf(format, args...))
}

func organization(r Row, m Mapping, country string) (o Organization, wrong string) {
	value := func(field string) string {
		for _, c := range m[field] {
			if v := strings.TrimSpace(r.Values[c]); v != "" {
				return v
			}
		}
		return ""
	}
	o = Organization{Line: r.Line, Entry: r.Entry, Name: oneLine(value("name")), Mission: value("mission")}
	switch n := len([]rune(o.Name)); {
	case n == 0:
		return o, "no name"
	case n > maxName:
		return o, fmt.Sprintf("the name is longer than %d characters", maxName)
	}
	if len([]rune(o.Mission)) > maxMission {
		o.note("the mission was cut to %d characters", maxMission)
		o.Mission = clip(o.Mission, maxMission)
	}
	if v := value("website"); v != "" {
		w, ok := webAddress(v)
		if !ok {
			o.note("%q is not a web address", clip(v, 80))
		}
		o.Website = w
	}
	o.place(r, m, country)
	if v := value("registrationId"); v != "" {
		id, err := registration.Parse(v, country)
		if err != nil {
			o.note("registration id %q was not taken: %v", clip(v, 40), err)
		} else {
			o.Registration, o.Kind = id.Canonical(), id.Kind
		}
	}
	if k := kindOf(value("kind"), o.Name); k != "" && (o.Kind == "" || value("kind") != "") {
		o.Kind = k
	}
	for _, c := range m["causes"] {
		o.match(r.Values[c])
	}
	if o.ExternalID = oneLine(value("externalId")); len(o.ExternalID) > 100 {
		return o, "the id is longer than 100 bytes"
	}
	if o.ExternalID == "" {
		o.ExternalID = o.Registration
	}
	if o.ExternalID == "" {
		sum := sha256.Sum256([]byte(script.Fold(o.Name) + "\n" + o.Region))
		o.ExternalID = "name:" + hex.EncodeToString(sum[:12])
	}
	return o, ""
}

// place finds the region by the columns together, from the large to the small as in an address, else by one of them.
func (o *Organization) place(r Row, m Mapping, country string) {
	var values []string
	for _, c := range m["region"] {
		if v := oneLine(r.Values[c]); v != "" {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return
	}
	slices.Reverse(values) // proposals have the smaller ones first
	tries := append([]string{strings.Join(values, "")}, values...)
	slices.Reverse(tries[1:])
	for _, v := range tries {
		if g, ok := reference.MatchRegion(v, country); ok {
			o.Region = g.Code
			return
		}
	}
	o.note("no region is known as %q", clip(strings.Join(values, " "), 80))
}

var (
	ukcat   = regexp.MustCompile(`^[A-Z]{2}\d{3}\b`)
	icnptso = regexp.MustCompile(`^[A-Z]\d{2}\b`)
)

// match adds the causes of a value. Its form says the scheme.
func (o *Organization) match(v string) {
	v = strings.TrimSpace(v)
	if v == "" {
		return
	}
	scheme := reference.CauseText
	switch {
	case ukcat.MatchString(v):
		scheme = reference.UKCAT
	case icnptso.MatchString(v):
		scheme = reference.ICNPTSO
	}
	found := reference.MatchCause(scheme, v)
	if len(found) == 0 {
		o.note("no cause is known as %q", clip(v, 80))
	}
	for _, c := range found {
		if !slices.Contains(o.Causes, c) {
			o.Causes = append(o.Causes, c)
		}
	}
}

// kinds are words that say what an organization is in law, in a column or in its Chinese name.
var kinds = []struct{ word, kind string }{
	{"基金会", "FOUNDATION"}, {"社会团体", "SOCIAL_GROUP"}, {"协会", "SOCIAL_GROUP"}, {"学会", "SOCIAL_GROUP"}, {"联合会", "SOCIAL_GROUP"},
	{"促进会", "SOCIAL_GROUP"}, {"商会", "SOCIAL_GROUP"}, {"民办非企业", "SERVICE_ORG"}, {"社会服务机构", "SERVICE_ORG"}, {"服务中心", "SERVICE_ORG"},
	{"foundation", "FOUNDATION"}, {"service_org", "SERVICE_ORG"}, {"social_group", "SOCIAL_GROUP"}, {"grassroots", "GRASSROOTS"}, {"platform", "PLATFORM"},
}

func kindOf(said, name string) string {
	said, name = script.Fold(said), script.Fold(name)
	for _, k := range kinds {
		if strings.Contains(said, k.word) {
			return k.kind
		}
	}
	for _, k := range kinds[:10] {
		if strings.HasSuffix(name, k.word) {
			return k.kind
		}
	}
	return ""
}
