package access

import "maps"

// part is what the rules say of some nouns that belong together: one file a part.
type part struct {
	// rows has one entry a noun. A noun without an entry is denied (guard.go).
	rows map[string]rule
	// inherited names the column of the parent for nouns that are seen exactly when it is (within, with the parent's
	// own rule): of parents that a request has read, it reads the children without asking again.
	inherited map[string]string
	// writes names, for each noun of the policy, the tables that its actions may write.
	writes map[string][]string
	// always may be written by every command: they tell of it.
	always []string
}

// parts of the graph. A noun stands in one of them.
var parts = []part{
	conversation,
	identity,
	practice,
	records,
	circles,
	searching,
}

var (
	rows      = map[string]rule{}
	inherited = map[string]string{}
	writes    = map[string][]string{}
	always    = map[string]bool{}
)

func init() {
	for _, p := range parts {
		maps.Copy(rows, p.rows)
		maps.Copy(inherited, p.inherited)
		maps.Copy(writes, p.writes)
		for _, t := range p.always {
			always[t] = true
		}
	}
}
