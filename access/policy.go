package access

import (
	_ "embed"
	"fmt"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"
)

//go:embed model.conf
var modelText string

//go:embed policy.csv
var policyText string

// Action is something that a role may do with a kind of object.
type Action struct{ Noun, Verb string }

// permission is the key of the decision table.
type permission struct {
	role Role
	Action
}

// decisions holds every permission of policy.csv. casbin is asked once for each, when the program starts: plain
// Enforce costs some 30 µs, this table well under one.
var decisions = mustDecide()

func mustDecide() map[permission]bool {
	d, err := decide(policyText)
	if err != nil {
		panic(err) // the embedded policy is part of the program
	}
	return d
}

func decide(policy string) (map[permission]bool, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("access model: %w", err)
	}
	e, err := casbin.NewEnforcer(m, stringadapter.NewAdapter(policy))
	if err != nil {
		return nil, fmt.Errorf("access policy: %w", err)
	}
	rules, err := e.GetPolicy()
	if err != nil {
		return nil, fmt.Errorf("access policy: %w", err)
	}
	table := make(map[permission]bool, len(rules))
	for _, r := range rules {
		ok, err := e.Enforce(r[0], r[1], r[2])
		if err != nil {
			return nil, fmt.Errorf("access policy %v: %w", r, err)
		}
		table[permission{Role(r[0]), Action{r[1], r[2]}}] = ok
	}
	return table, nil
}

// Can reports whether the viewer may do the action for the organization; for "" only the server-wide role counts.
func Can(v *Viewer, a Action, organizationID string) bool {
	if v.system || v.Operator && decisions[permission{Operator, a}] {
		return true
	}
	if organizationID == "" {
		return false
	}
	return decisions[permission{v.RoleIn(organizationID), a}]
}
