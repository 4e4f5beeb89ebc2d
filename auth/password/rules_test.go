package password_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/auth/password"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	about := []string{"Li.Ming@harbour-school.org", "李明", "Li Ming", "Harbour School Aid"}
	cases := map[string]struct {
		password string
		want     password.Rule // "" when it may be chosen
	}{
		"a phrase is allowed":                                       {"a lantern at the harbour", ""},
		"eight letters are allowed":                                 {"vxkqwjzu", ""},
		"eight Chinese characters are allowed":                      {"港口的灯笼很亮呢", ""},
		"eight emoji are allowed":                                   {"🐢🌲🚲🎻🧭🌾🏮🪁", ""},
		"128 code points are allowed":                               {strings.Repeat("ab3d灯e", 21) + "xy", ""},
		"seven characters are too few":                              {"vxkqwjz", password.TooShort},
		"seven Chinese characters of 21 bytes are too few":          {"港口的灯笼很亮", password.TooShort},
		"eight code points that NFKC makes seven are too few":       {"cafe\u0301 xyz"[:9], password.TooShort},
		"nothing is too short":                                      {"", password.TooShort},
		"129 code points are too many":                              {strings.Repeat("ab3d灯e", 21) + "xyz", password.TooLong},
		"a ligature that NFKC takes apart counts by its letters":    {strings.Repeat("\ufb03x", 43), password.TooLong},
		"a megabyte is too long":                                    {strings.Repeat("vxkqwjzu", 1<<17), password.TooLong},
		"bytes that are not UTF-8 are refused":                      {"vxkqwjzu\xff", password.Invalid},
		"a control character is refused":                            {"vxkq\x00wjzu", password.Invalid},
		"the most common password is refused":                       {"password", password.Common},
		"a common one in capitals is refused":                       {"PassWord", password.Common},
		"a common one in full-width letters is refused":             {"ｐａｓｓｗｏｒｄ", password.Common},
		"a common one with a year and a sign is refused":            {"Password2026!", password.Common},
		"a walk over the keyboard is refused":                       {"1qaz2wsx", password.Common},
		"a common one of China is refused":                          {"a123456789", password.Common},
		"a declaration of love in Pinyin is refused":                {"woaini1314", password.Common},
		"the service's own name is refused":                         {"Tongxing!", password.Common},
		"the luckiest number is refused":                            {"88888888", password.Common},
		"a repeated piece is refused":                               {"同行同行同行同行", password.Common},
		"digits in a row are refused":                               {"1234567890", password.Common},
		"letters in a row backwards are refused":                    {"hgfedcba", password.Common},
		"the e-mail address is refused":                             {"li.ming@harbour-school.org", password.Personal},
		"the part before the @ with a year is refused":              {"LiMing1986", password.Personal},
		"the host's name is refused":                                {"harbourschool", password.Personal},
		"the host's name with signs is refused":                     {"harbour_school!!", password.Personal},
		"the Chinese name followed by digits is refused":            {"李明19860101", password.Personal},
		"the organization's name is refused":                        {"harbour school aid", password.Personal},
		"a phrase that contains the name among others is no matter": {"liming walks the pier", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := password.DefaultRules.Check(c.password, about...)
			var refused *password.RuleError
			switch {
			case c.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.want != "" && (!errors.As(err, &refused) || refused.Rule != c.want):
				t.Errorf("Check = %v, want %s", err, c.want)
			}
		})
	}
	t.Run("the error carries the lengths that the rules ask for", func(t *testing.T) {
		t.Parallel()
		rules := password.Rules{MinLength: 15, MaxLength: 64}
		var refused *password.RuleError
		if err := rules.Check("vxkqwjzuvxkqwj"); !errors.As(err, &refused) || refused.Min != 15 {
			t.Errorf("Check of 14 = %v, want at least 15", err)
		}
		if err := rules.Check(strings.Repeat("vxkqw", 13)); !errors.As(err, &refused) || refused.Max != 64 {
			t.Errorf("Check of 65 = %v, want at most 64", err)
		}
	})
	t.Run("an empty e-mail address or name refuses nothing", func(t *testing.T) {
		t.Parallel()
		if err := password.DefaultRules.Check("2739-5518-60", "", " ", "@", "12"); err != nil {
			t.Errorf("refused: %v", err)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		if err := password.DefaultRules.Check("a lantern at the harbour", "li.ming@example.org", "李明"); err != nil {
			b.Fatal(err)
		}
	}
}
