package script_test

import (
	"testing"
	"unicode/utf8"

	"github.com/tongxing/tongxing/reference/script"
)

func TestSimplify(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"traditional becomes simplified", "臺北市身心障礙者關懷協會", "台北市身心障碍者关怀协会"},
		{"simplified stays", "乡村儿童助学", "乡村儿童助学"},
		{"other scripts stay", "Café Ａ１ かな", "Café Ａ１ かな"},
		{"broken UTF-8 keeps its valid parts", "臺\xff北", "台�北"},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := script.Simplify(c.in); got != c.want {
				t.Errorf("Simplify(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"full width becomes half width", "Ｆｏｃｕｓ１８℃", "focus18°c"},
		{"accents go", "Łódź Ürümqi Côte d’Ivoire", "łodz urumqi cote d’ivoire"},
		{"compatibility ideographs become plain", "\uF92D\u4F86", "来来"},
		{"traditional and simplified meet", "臺灣", "台湾"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := script.Fold(c.in); got != c.want {
				t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func FuzzFoldIsStable(f *testing.F) {
	for _, s := range []string{"臺北市", "Ｆｏｃｕｓ", "Ürümqi", "İ", "\xff", "ǅ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := script.Fold(s)
		if twice := script.Fold(once); twice != once {
			t.Errorf("Fold twice: %q, once: %q, of %q", twice, once, s)
		}
		if simple := script.Simplify(s); utf8.RuneCountInString(simple) != utf8.RuneCountInString(s) {
			t.Errorf("Simplify changed the number of characters of %q", s)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		script.Fold("財團法人台北市關懷台灣文教基金會 Ｆｏｃｕｓ")
	}
}
