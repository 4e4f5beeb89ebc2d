package access_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
)

func TestTheDocumentedRolesAreThePolicys(t *testing.T) {
	text, err := os.ReadFile("../docs/access.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != access.Table() {
		t.Error("docs/access.md is not what access/policy.csv says: run `make generate`")
	}
}

func TestEveryNounHasARowRule(t *testing.T) {
	client := reflect.TypeFor[ent.Client]()
	nouns := 0
	for i := range client.NumField() {
		noun, ok := strings.CutSuffix(client.Field(i).Type.String(), "Client")
		if noun, isNoun := strings.CutPrefix(noun, "*ent."); ok && isNoun && noun != "" {
			nouns++
			if !access.HasRowRule(noun) {
				t.Errorf("%s has no row rule: nobody sees its rows. Say who does in access/<part>.go", noun)
			}
		}
	}
	if nouns < 10 {
		t.Errorf("only %d nouns were looked at", nouns)
	}
}
