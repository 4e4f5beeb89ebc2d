package registration_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/reference/registration"
)

// alphabet of GB 32100-2015, 4.2.
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

func TestParseReadsNumbers(t *testing.T) {
	for _, c := range []struct{ name, text, hint, want string }{
		// Codes as their holders publish them, check characters included: the standard's own example and seven bodies of several kinds.
		{"GB 32100's example", "91350100M000100Y43", "", "CN-USCC-91350100M000100Y43"},
		{"Tsinghua University", "12100000400000624D", "", "CN-USCC-12100000400000624D"},
		{"Peking University", "12100000400002259P", "CN", "CN-USCC-12100000400002259P"},
		{"Zhejiang University", "12100000470095016Q", "CN", "CN-USCC-12100000470095016Q"},
		{"Tencent", "9144030071526726XG", "CN", "CN-USCC-9144030071526726XG"},
		{"Alibaba", "91330100799655058B", "CN", "CN-USCC-91330100799655058B"},
		{"Baidu", "91110000802100433B", "CN", "CN-USCC-91110000802100433B"},
		{"Huawei", "914403001922038216", "CN", "CN-USCC-914403001922038216"},
		{"lower case", "9144030071526726xg", "CN", "CN-USCC-9144030071526726XG"},
		{"groups with spaces and hyphens", "9144 0300-7152 6726-XG", "", "CN-USCC-9144030071526726XG"},
		{"full-width", "　９１４４０３００７１５２６７２６ＸＧ", "", "CN-USCC-9144030071526726XG"},
		{"zero-width space from a web page", "9144030071526726\u200bXG", "CN", "CN-USCC-9144030071526726XG"},
		{"scheme with a colon", "CN-USCC:9144030071526726XG", "", "CN-USCC-9144030071526726XG"},
		{"region of China as hint", "9144030071526726XG", "440300", "CN-USCC-9144030071526726XG"},

		{"England and Wales", "1000003", "GB", "GB-CHC-1000003"},
		{"England and Wales, six digits", "200051", "GB-EAW", "GB-CHC-200051"},
		{"England and Wales, scheme", "gb-chc-1000003", "", "GB-CHC-1000003"},
		{"England and Wales, scheme against the hint", "GB-CHC-1000003", "CN", "GB-CHC-1000003"},
		{"England and Wales, spaces", " 1 000 003 ", "GB", "GB-CHC-1000003"},
		{"Scotland", "SC 012345", "", "GB-SC-SC012345"},
		{"Scotland, hinted by the country", "sc012345", "GB", "GB-SC-SC012345"},
		{"Scotland, digits with the nation's hint", "012345", "GB-SCT", "GB-SC-SC012345"},
		{"Scotland, scheme", "GB-SC-SC012345", "", "GB-SC-SC012345"},
		{"Northern Ireland", "NIC 100 002", "", "GB-NIC-100002"},
		{"Northern Ireland, digits with the nation's hint", "100002", "GB-NIR", "GB-NIC-100002"},
		{"Northern Ireland, scheme", "GB-NIC-100002", "", "GB-NIC-100002"},

		// Sums by the rule of 營利事業統一編號檢查碼邏輯修正說明: 40; 35; 30; 29 with a seventh digit 7, that is 29 or 30; 25.
		{"Taiwan, old rule", "04595257", "TW", "TW-UBN-04595257"},
		{"Taiwan, only under the rule of 2023", "04595252", "TW", "TW-UBN-04595252"},
		{"Taiwan, seventh digit 7, old rule", "10458575", "TW", "TW-UBN-10458575"},
		{"Taiwan, seventh digit 7 counting as the larger", "10458574", "TW", "TW-UBN-10458574"},
		{"Taiwan, seventh digit 7, only under the rule of 2023", "10458570", "TW", "TW-UBN-10458570"},
		{"Taiwan, a real one with a leading zero", "04140854", "TW-TPE", "TW-UBN-04140854"},
		{"Taiwan, scheme and hyphen", "TW-UBN-0414-0854", "", "TW-UBN-04140854"},

		{"United States", "53-0196605", "", "US-EIN-530196605"},
		{"United States, digits", "530196605", "US", "US-EIN-530196605"},
		{"United States, another dash", "53–0196605", "", "US-EIN-530196605"},
		{"United States, scheme", "US-EIN-53-0196605", "", "US-EIN-530196605"},
	} {
		t.Run(c.name, func(t *testing.T) {
			id, err := registration.Parse(c.text, c.hint)
			if err != nil || id.Canonical() != c.want {
				t.Fatalf("Parse(%q, %q) = %s, %v, want %s", c.text, c.hint, id.Canonical(), err, c.want)
			}
			if again, err := registration.Parse(id.Canonical(), ""); err != nil || again != id {
				t.Errorf("the canonical form %s reads as %+v, %v, want %+v", id.Canonical(), again, err, id)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text, hint string
		code             registration.Code
		scheme           registration.Scheme
		position         int
	}{
		{"nothing", "", "", registration.UnknownScheme, "", 0},
		{"nothing with a hint", " - ", "CN", registration.BadLength, registration.ChinaUSCC, 0},
		{"digits alone", "1000003", "", registration.UnknownScheme, "", 0},
		{"a country without a rule", "12345678", "FR", registration.UnknownScheme, "", 0},
		{"a text that is no number", strings.Repeat("9", 500), "CN", registration.BadLength, "", 0},
		{"China, one too few", "91350100M000100Y4", "CN", registration.BadLength, registration.ChinaUSCC, 0},
		{"China, one too many", "91350100M000100Y433", "CN", registration.BadLength, registration.ChinaUSCC, 0},
		{"China, letter O", "91350100MO00100Y43", "CN", registration.BadCharacter, registration.ChinaUSCC, 10},
		{"China, Chinese character", "91350100M000100Y4三", "CN", registration.BadCharacter, registration.ChinaUSCC, 18},
		{"China, broken UTF-8", "91350100M000100Y4\xff", "CN", registration.BadCharacter, registration.ChinaUSCC, 18},
		{"China, letter in the region", "9135A100M000100Y43", "CN", registration.BadCharacter, registration.ChinaUSCC, 5},
		{"China, wrong check character", "91350100M000100Y44", "CN", registration.BadCheckDigit, registration.ChinaUSCC, 0},
		{"China, two characters exchanged", "91350100M000010Y43", "CN", registration.BadCheckDigit, registration.ChinaUSCC, 0},
		{"England and Wales, five digits", "12345", "GB", registration.BadLength, registration.EnglandWales, 0},
		{"England and Wales, linked charity", "200051-2", "GB", registration.BadLength, registration.EnglandWales, 0},
		{"England and Wales, linked charity in seven characters", "20005-1", "GB", registration.BadCharacter, registration.EnglandWales, 6},
		{"England and Wales, leading zero", "0200051", "GB", registration.Unassigned, registration.EnglandWales, 0},
		{"Scotland, letter among the digits", "SC01234O", "", registration.BadCharacter, registration.Scotland, 8},
		{"Scotland, four digits", "SC1234", "", registration.BadLength, registration.Scotland, 0},
		{"Scotland, series never given out", "SC912345", "", registration.Unassigned, registration.Scotland, 0},
		{"Northern Ireland, letter among the digits", "NIC10000A", "", registration.BadCharacter, registration.NorthernIreland, 9},
		{"Northern Ireland, series never given out", "NIC900000", "", registration.Unassigned, registration.NorthernIreland, 0},
		{"Taiwan, wrong last digit", "04140855", "TW", registration.BadCheckDigit, registration.TaiwanUBN, 0},
		{"Taiwan, letter", "0414O854", "TW", registration.BadCharacter, registration.TaiwanUBN, 5},
		{"Taiwan, seven digits", "4140854", "TW", registration.BadLength, registration.TaiwanUBN, 0},
		{"Taiwan, zeros", "00000000", "TW", registration.Unassigned, registration.TaiwanUBN, 0},
		{"United States, eight digits", "53-019660", "US", registration.BadLength, registration.UnitedStatesEIN, 0},
		{"United States, prefix of no campus", "07-1234567", "", registration.Unassigned, registration.UnitedStatesEIN, 0},
		{"United States, letter", "5301966O5", "US", registration.BadCharacter, registration.UnitedStatesEIN, 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			id, err := registration.Parse(c.text, c.hint)
			var e *registration.Error
			if !errors.As(err, &e) || e.Code != c.code || e.Scheme != c.scheme || e.Position != c.position || id != (registration.ID{}) {
				t.Fatalf("Parse(%q, %q) = %+v, %+v, want %s of %s at %d", c.text, c.hint, id, err, c.code, c.scheme, c.position)
			}
			if !strings.Contains(e.Error(), string(c.code)) || e.Want == "" {
				t.Errorf("the error says too little: %v", e)
			}
		})
	}
}

// checked puts the check character of GB 32100-2015, 4.3, after 17 characters, by the weights as the standard's table lists them.
func checked(body string) string {
	sum := 0
	for i, weight := range []int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28} {
		sum += weight * strings.IndexByte(alphabet, body[i])
	}
	return body + string(alphabet[(31-sum%31)%31])
}

func TestChinaTellsKindAndRegion(t *testing.T) {
	for _, c := range []struct{ body, kind, region string }{
		{"51100000500000001", "SOCIAL_GROUP", "100000"},
		{"52513400MJ0000001", "SERVICE_ORG", "513400"},
		{"53440300MJ0000002", "FOUNDATION", "440300"},
		{"91440300715267260", "", "440300"},
	} {
		id, err := registration.Parse(checked(c.body), "")
		if err != nil || id.Kind != c.kind || id.Region != c.region {
			t.Errorf("%s: %+v, %v, want %s in %s", checked(c.body), id, err, c.kind, c.region)
		}
	}
}

func TestChinaCatchesEveryChangeOfOneCharacter(t *testing.T) {
	for _, valid := range []string{"91350100M000100Y43", "12100000400000624D", "9144030071526726XG", checked("52513400MJ0000001"), checked("53440300MJ0000002")} {
		if _, err := registration.Parse(valid, ""); err != nil {
			t.Fatalf("%s: %v", valid, err)
		}
		for i := range valid {
			for _, r := range alphabet {
				changed := valid[:i] + string(r) + valid[i+1:]
				if id, err := registration.Parse(changed, "CN"); err == nil && changed != valid {
					t.Errorf("%s is read as %+v though character %d of %s was changed", changed, id, i+1, valid)
				}
			}
		}
	}
}

func TestChinaCatchesEveryExchangeOfNeighbours(t *testing.T) {
	for _, valid := range []string{"91350100M000100Y43", "12100000400000624D", "9144030071526726XG"} {
		for i := range len(valid) - 1 {
			changed := valid[:i] + valid[i+1:i+2] + valid[i:i+1] + valid[i+2:]
			if id, err := registration.Parse(changed, "CN"); err == nil && changed != valid {
				t.Errorf("%s is read as %+v though it is %s with characters %d and %d exchanged", changed, id, valid, i+1, i+2)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"91350100M000100Y43", "GB-CHC-1000003", "SC012345", "NIC100002", "04140854", "53-0196605", "ＧＢ", "\xff", ""} {
		for _, hint := range []string{"", "CN", "GB", "TW", "US"} {
			f.Add(seed, hint)
		}
	}
	f.Fuzz(func(t *testing.T, text, hint string) {
		id, err := registration.Parse(text, hint)
		var e *registration.Error
		if err != nil {
			if !errors.As(err, &e) || e.Code == "" {
				t.Fatalf("an error without a code: %v", err)
			}
			return
		}
		if again, err := registration.Parse(id.Canonical(), ""); err != nil || again != id {
			t.Errorf("%q reads as %+v, its canonical form as %+v, %v", text, id, again, err)
		}
	})
}

func TestSharedOrganizationsHaveReadableNumbers(t *testing.T) {
	t.Run("Taiwan", func(t *testing.T) {
		var rows []struct{ Name, GuiNumber string }
		if err := json.Unmarshal(shared(t, "orgs-tw-donation-codes", "files", "organization.json"), &rows); err != nil {
			t.Fatal(err)
		}
		ids, refused := map[string]bool{}, 0
		for _, row := range rows {
			id, err := registration.Parse(row.GuiNumber, "TW")
			if err != nil {
				refused++
				t.Errorf("%s: %q: %v", row.Name, row.GuiNumber, err)
				continue
			}
			ids[id.Canonical()] = true
		}
		t.Logf("%d of %d rows have a valid number, %d distinct", len(rows)-refused, len(rows), len(ids))
	})
	t.Run("United Kingdom", func(t *testing.T) {
		records, err := csv.NewReader(strings.NewReader(string(shared(t, "orgs-uk-ukcat", "files", "uk-charities-sample.csv")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		ids, schemes, refused := map[string]bool{}, map[registration.Scheme]int{}, 0
		for _, record := range records[1:] { // the first column is org_id
			id, err := registration.Parse(record[0], "GB")
			if err != nil || id.Canonical() != record[0] {
				refused++
				t.Errorf("%s: %s, %v", record[0], id.Canonical(), err)
				continue
			}
			ids[id.Canonical()] = true
			schemes[id.Scheme]++
		}
		t.Logf("%d of %d rows have a valid number, %d distinct: %v", len(records)-1-refused, len(records)-1, len(ids), schemes)
	})
}

// shared reads a file of the shared data, beside the repository or where TONGXING_SHARED says.
func shared(t *testing.T, path ...string) []byte {
	t.Helper()
	root := os.Getenv("TONGXING_SHARED")
	for dir, _ := os.Getwd(); root == ""; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "shared", "data")); err == nil {
			root = filepath.Join(dir, "shared")
		} else if dir == filepath.Dir(dir) {
			t.Skip("no shared/data above the working directory: this test reads real data that is not part of the repository")
		}
	}
	content, err := os.ReadFile(filepath.Join(append([]string{root, "data"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := registration.Parse("91350100M000100Y43", "CN"); err != nil {
			b.Fatal(err)
		}
	}
}
