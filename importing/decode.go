package importing

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf16 "golang.org/x/text/encoding/unicode"
)

// Encoding is how the bytes of a file were read.
type Encoding string

// The encodings that are told apart.
const (
	UTF8    Encoding = "UTF-8"
	UTF16LE Encoding = "UTF-16LE"
	UTF16BE Encoding = "UTF-16BE"
	Big5    Encoding = "Big5"
	GB18030 Encoding = "GB18030"
	Unknown Encoding = ""
)

// Decode reads bytes as text (docs/adr/0006-imports.md has the rule and why no detector of a library is used):
//
//  1. A byte order mark decides.
//  2. More than one byte in a hundred is zero, nine in ten of them at places of one parity: UTF-16 of that order.
//  3. Valid UTF-8 is UTF-8.
//  4. Of Big5 and GB18030 the one that decodes without error; of two that do, the one in whose text more of the
//     characters are frequent ones.
//  5. Of those three the one with the fewest errors, if not more than one character in fifty of those beyond ASCII is
//     wrong: damaged says so, and U+FFFD stands where the damage is. Otherwise the encoding is Unknown.
//
// Lines end with "\n" in the text, and control characters but tab and newline are left out.
func Decode(raw []byte) (text string, enc Encoding, damaged bool) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return mend(raw[3:])
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return wide(utf16.LittleEndian, UTF16LE, raw[2:])
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return wide(utf16.BigEndian, UTF16BE, raw[2:])
	}
	if order, enc := zeros(raw); enc != Unknown {
		if text, enc, damaged := wide(order, enc, raw); !damaged {
			return text, enc, false
		}
	}
	if utf8.Valid(raw) {
		return plainLines(string(raw)), UTF8, false
	}
	big, bigErrs := decode(traditionalchinese.Big5, raw)
	gb, gbErrs := decode(simplifiedchinese.GB18030, raw)
	switch {
	case bigErrs == 0 && (gbErrs > 0 || frequency(big) > frequency(gb)):
		return plainLines(big), Big5, false
	case gbErrs == 0:
		return plainLines(gb), GB18030, false
	}
	text, enc, damaged = mend(raw)
	if enc != Unknown {
		return text, enc, damaged
	}
	text, enc, errs := gb, GB18030, gbErrs
	if bigErrs < gbErrs || bigErrs == gbErrs && frequency(big) > frequency(gb) {
		text, enc, errs = big, Big5, bigErrs
	}
	if !tolerable(text, errs) {
		return "", Unknown, true
	}
	return plainLines(text), enc, true
}

// wide reads UTF-16.
func wide(order utf16.Endianness, enc Encoding, raw []byte) (string, Encoding, bool) {
	out, err := utf16.UTF16(order, utf16.IgnoreBOM).NewDecoder().Bytes(raw)
	text := plainLines(string(out))
	return text, enc, err != nil || strings.ContainsRune(text, utf8.RuneError)
}

// mend reads UTF-8 with some bytes that are not.
func mend(raw []byte) (string, Encoding, bool) {
	text := strings.ToValidUTF8(string(raw), "\ufffd")
	errs := 0
	for rest := raw; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			errs++
		}
		rest = rest[size:]
	}
	if !tolerable(text, errs) {
		return "", Unknown, true
	}
	return plainLines(text), UTF8, errs > 0
}

func tolerable(text string, errs int) bool {
	beyond := 0
	for _, r := range text {
		if r >= utf8.RuneSelf {
			beyond++
		}
	}
	return errs == 0 || beyond > 0 && errs*50 <= beyond || errs*2000 <= len(text)
}

// decode puts U+FFFD for what has no meaning in the encoding, code points of private use among it, and counts it.
func decode(e encoding.Encoding, raw []byte) (text string, errs int) {
	out, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		return "", len(raw)
	}
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r >= 0xe000 && r <= 0xf8ff {
			errs++
			return utf8.RuneError
		}
		return r
	}, string(out))
	return text, errs
}

// zeros tells UTF-16 without a byte order mark by the zero bytes of its ASCII characters.
func zeros(raw []byte) (utf16.Endianness, Encoding) {
	var at [2]int
	for i, b := range raw {
		if b == 0 {
			at[i%2]++
		}
	}
	switch n := at[0] + at[1]; {
	case len(raw)%2 != 0 || n*100 <= len(raw):
		return utf16.LittleEndian, Unknown
	case at[1]*10 >= n*9:
		return utf16.LittleEndian, UTF16LE
	case at[0]*10 >= n*9:
		return utf16.BigEndian, UTF16BE
	}
	return utf16.LittleEndian, Unknown
}

// frequent are characters that most Chinese texts have many of, in both scripts, and the words of charities' names.
const frequent = "的一是不在有人我了他這这中大來来上國国個个到說说們们為为子和你地出也時时年得就那要下以生會会自去之過过家學学對对可里後后小" +
	"麼么心多天而能好都然沒没日於于起還还發发成事只作當当想看文無无開开手十用主行方又如前所本見见經经頭头面公同三已老從从動动兩两長长" +
	"基金社團团法協协助殘残障兒儿童教育市縣县區区省臺台北南東东西服務务志願愿工者活機机構构關关懷怀益慈善愛爱養养護护院財财醫医療疗" +
	"名稱称地址電电話话，。、：；（）「」“”？！"

// frequency is the share of frequent characters among those beyond ASCII.
func frequency(text string) float64 {
	all, hits := 0, 0
	for _, r := range text {
		if r < utf8.RuneSelf {
			continue
		}
		all++
		if strings.ContainsRune(frequent, r) {
			hits++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(hits) / float64(all)
}

// plainLines ends lines with "\n" and leaves control characters out.
func plainLines(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}
