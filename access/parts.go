package access

import "maps"

// part is what the rules say of some nouns that belong together: one file a part.
type part struct {
	// rows has one entry a noun. A noun without an entry is denied (guard.go).
	rows map[string]rule
	// writes names, for each noun of the policy, the tables that its actions may write.
	writes map[string][]string
	// always may be written by every command: they tell of it.
	always []string
}

// parts of the graph. A noun stands in one of them.
var parts = []part{
	identity,
	practice,
	records,
	circles,
	searching,
}

var (
	rows   = map[string]rule{}
	writes = map[string][]string{}
	always = map[string]bool{}
)

func init() {
	for _, p := range parts {
		maps.Copy(rows, p.rows)
		maps.Copy(writes, p.writes)
		for _, t := range p.always {
			always[t] = true
		}
	}
}
