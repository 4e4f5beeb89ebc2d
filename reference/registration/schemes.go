package registration

import "strings"

const decimal = "0123456789"

// alphabet of GB 32100-2015, 4.2: no I, O, S, V, Z, which are taken for digits or for U. A character's value is its place.
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// parseChina reads a unified social credit code, GB 32100-2015, chapter 4: one character for the registering authority, one for the kind of body,
// six digits for the authority's region (GB/T 2260), nine characters for the body (GB 11714), one check character.
func parseChina(text string) (ID, error) {
	const want = "a unified social credit code has 18 characters: digits and capital letters without I, O, S, V, Z"
	if err := number(ChinaUSCC, text, 0, 18, 18, alphabet, want); err != nil {
		return ID{}, err
	}
	if region := text[2:8]; !digits(region) {
		return ID{}, &Error{
			Code: BadCharacter, Scheme: ChinaUSCC, Position: 3 + strings.IndexFunc(region, func(r rune) bool { return r > '9' }),
			Want: "characters 3 to 8 are the digits of a region's code",
		}
	}
	if text[17] != checkChina(text[:17]) {
		return ID{}, &Error{Code: BadCheckDigit, Scheme: ChinaUSCC, Want: "the last character does not fit the others: one of the 18 is mistyped"}
	}
	return ID{Scheme: ChinaUSCC, Value: text, Kind: chinaKinds[text[:2]], Region: text[2:8]}, nil
}

// chinaKinds are the bodies that civil affairs authorities register, GB 32100-2015, table 2.
var chinaKinds = map[string]string{
	"51": "SOCIAL_GROUP", // 社会团体
	"52": "SERVICE_ORG",  // 民办非企业单位, since the Charity Law of 2016 社会服务机构
	"53": "FOUNDATION",   // 基金会
}

// checkChina computes the check character of the first 17 (GB 32100-2015, 4.3): the weight of the i-th is 3^(i-1) mod 31, and the weighted sum with the
// check character's value is 0 mod 31. 31 is prime and no weight is 0, so every change of one character is caught.
func checkChina(body string) byte {
	sum, weight := 0, 1
	for i := range len(body) {
		sum += strings.IndexByte(alphabet, body[i]) * weight
		weight = weight * 3 % 31
	}
	return alphabet[(31-sum%31)%31]
}

// parseEnglandWales reads a charity number: six digits for charities registered before 1990, seven since. There is no check digit. A hyphen within the
// number is not dropped: 200051-2 is a linked charity of 200051 and no number of seven digits.
func parseEnglandWales(text string) (ID, error) {
	const want = "a charity number of England and Wales has 6 or 7 digits"
	text = strings.ReplaceAll(text, " ", "")
	if err := number(EnglandWales, text, 0, 6, 7, decimal, want); err != nil {
		return ID{}, err
	}
	if text[0] == '0' {
		return ID{}, &Error{Code: Unassigned, Scheme: EnglandWales, Want: "a charity number of England and Wales does not begin with 0"}
	}
	return ID{Scheme: EnglandWales, Value: text}, nil
}

// parseScotland reads a Scottish charity number: SC and six digits, the first of them 0 so far. There is no check digit.
func parseScotland(text string) (ID, error) {
	const want = "a Scottish charity number is SC and six digits"
	letters := len(text)
	text = strings.TrimPrefix(text, "SC")
	letters -= len(text)
	if err := number(Scotland, text, letters, 6, 6, decimal, want); err != nil {
		return ID{}, err
	}
	if text[0] != '0' || text == "000000" {
		return ID{}, &Error{Code: Unassigned, Scheme: Scotland, Want: "Scottish charity numbers begin with SC0"}
	}
	return ID{Scheme: Scotland, Value: "SC" + text}, nil
}

// parseNorthernIreland reads a charity number of Northern Ireland: six digits from 100000, written with or without NIC, in org-id.guide's list
// without. There is no check digit.
func parseNorthernIreland(text string) (ID, error) {
	const want = "a charity number of Northern Ireland is NIC and six digits"
	letters := len(text)
	text = strings.TrimPrefix(text, "NIC")
	letters -= len(text)
	if err := number(NorthernIreland, text, letters, 6, 6, decimal, want); err != nil {
		return ID{}, err
	}
	if text[0] != '1' {
		return ID{}, &Error{Code: Unassigned, Scheme: NorthernIreland, Want: "charity numbers of Northern Ireland begin with NIC1"}
	}
	return ID{Scheme: NorthernIreland, Value: text}, nil
}

// parseTaiwan reads a 統一編號: eight digits (Ministry of Finance, 營利事業統一編號檢查碼邏輯修正說明). Each is multiplied by its weight and the digits of the
// products are added. The sum is divisible by 5, until April 2023 by 10, which the older numbers still are; where the seventh digit is 7, its
// product 28 gives 10, which counts as 1 or as 0.
func parseTaiwan(text string) (ID, error) {
	const want = "a 統一編號 has eight digits"
	if err := number(TaiwanUBN, text, 0, 8, 8, decimal, want); err != nil {
		return ID{}, err
	}
	if text == "00000000" {
		return ID{}, &Error{Code: Unassigned, Scheme: TaiwanUBN, Want: "eight zeros stand for having no 統一編號"}
	}
	sum := 0
	for i, weight := range [8]int{1, 2, 1, 2, 1, 2, 4, 1} {
		product := int(text[i]-'0') * weight
		sum += product/10 + product%10
	}
	if sum%5 != 0 && (text[6] != '7' || (sum+1)%5 != 0) {
		return ID{}, &Error{Code: BadCheckDigit, Scheme: TaiwanUBN, Want: "the last digit does not fit the others: one of the eight is mistyped"}
	}
	return ID{Scheme: TaiwanUBN, Value: text}, nil
}

// unassignedEIN are the prefixes that the Internal Revenue Service has given to no campus ("How EINs are assigned and valid EIN prefixes").
const unassignedEIN = " 00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97 "

// parseUnitedStates reads an EIN: nine digits, written 12-3456789. There is no check digit; the first two are the campus that gave it out.
func parseUnitedStates(text string) (ID, error) {
	const want = "an EIN has nine digits"
	if err := number(UnitedStatesEIN, text, 0, 9, 9, decimal, want); err != nil {
		return ID{}, err
	}
	if strings.Contains(unassignedEIN, " "+text[:2]+" ") {
		return ID{}, &Error{Code: Unassigned, Scheme: UnitedStatesEIN, Want: "no EIN begins with " + text[:2]}
	}
	return ID{Scheme: UnitedStatesEIN, Value: text}, nil
}
