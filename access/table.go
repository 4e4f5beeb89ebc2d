package access

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Roles in the order of what they may.
var Roles = []Role{Owner, Admin, Editor, Member, Operator, SeatSteward, SeatMember, SeatObserver}

// Table is the policy as a table in Markdown, for docs/access.md: `make generate` writes it and a test keeps it equal.
func Table() string {
	actions := map[Action]bool{}
	for p := range decisions {
		actions[p.Action] = true
	}
	rows := slices.SortedFunc(maps.Keys(actions), func(a, b Action) int {
		return cmp.Or(cmp.Compare(a.Noun, b.Noun), cmp.Compare(a.Verb, b.Verb))
	})
	var t strings.Builder
	t.WriteString(`# Roles

Made from access/policy.csv by ` + "`make generate`" + `: change it there. What a role may do, it may do for the organization in which
a person has it; an operator's role is the server's. Which rows a person sees is not here but in access/*.go, one rule a noun.

| noun | action |`)
	for _, r := range Roles {
		t.WriteString(" " + string(r) + " |")
	}
	t.WriteString("\n|---|---|" + strings.Repeat(":-:|", len(Roles)) + "\n")
	for _, a := range rows {
		fmt.Fprintf(&t, "| %s | %s |", a.Noun, a.Verb)
		for _, r := range Roles {
			if decisions[permission{r, a}] {
				t.WriteString(" ✓ |")
			} else {
				t.WriteString("  |")
			}
		}
		t.WriteString("\n")
	}
	return t.String()
}
