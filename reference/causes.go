package reference

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// Cause is one kind of work that charities do: a node of the project's own tree. The backbone is ICNP/TSO (United Nations, Satellite Account on
// Non-profit and Related Institutions and Volunteer Work, 2018, annex), so that every code of it finds a cause; the words are those that
// charities in China use, and article 3 of China's Charity Law (中华人民共和国慈善法, 2016) is covered item by item.
type Cause struct {
	Key    string // stable, lower case with hyphens; keys are never reused
	Parent string // key of the cause above; empty at the top
	NameZH string
	NameEN string
	Level  int // causes above it
	// Path is the keys from the top down, joined by "/": "education/school-aid". A cause's subtree is the paths that
	// equal its own or begin with it and "/".
	Path string
	// CharityLaw is the item of article 3 of China's Charity Law that names the cause, such as "3.2"; empty where none
	// does: item 6 is the other activities in the public interest.
	CharityLaw string

	icnptso, ukcat, words []string
}

// Name is the cause's name in a language: "zh" or a tag beginning so, anything else is English.
func (c Cause) Name(language string) string {
	if strings.HasPrefix(strings.ToLower(language), "zh") {
		return c.NameZH
	}
	return c.NameEN
}

//go:embed data/causes.tsv
var causesTSV string

// causeTree is the table with its indexes.
type causeTree struct {
	causes  []Cause
	byKey   map[string]int
	byName  map[string][]int // by the folded key, Chinese and English name
	icnptso map[string][]int
	ukcat   map[string][]int
	words   map[rune][]causeWord // by first character, longest first
}

var work = sync.OnceValue(func() *causeTree {
	t, err := readCauses(causesTSV)
	if err != nil {
		panic("reference: the embedded table of causes is damaged: " + err.Error())
	}
	return t
})

// Causes are all causes, each after its parent and before its next sibling: the order to show them in.
func Causes() []Cause { return work().causes }

// ErrUnknownCause is the error of a key that names no cause.
var ErrUnknownCause = errors.New("no such cause")

// CauseByKey finds a cause by its key. The error wraps [ErrUnknownCause].
func CauseByKey(key string) (Cause, error) {
	t := work()
	if i, ok := t.byKey[key]; ok {
		return t.causes[i], nil
	}
	return Cause{}, fmt.Errorf("%w: %q", ErrUnknownCause, key)
}

// readCauses reads causes.tsv, in which parents come before their children.
func readCauses(table string) (*causeTree, error) {
	t := &causeTree{
		byKey: map[string]int{}, byName: map[string][]int{},
		icnptso: map[string][]int{}, ukcat: map[string][]int{}, words: map[rune][]causeWord{},
	}
	number := 0
	for line := range strings.Lines(table) {
		if number++; number == 1 {
			continue // column names
		}
		field := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(field) != 8 {
			return nil, fmt.Errorf("line %d: %d fields", number, len(field))
		}
		c := Cause{
			Key: field[0], Parent: field[1], NameZH: field[2], NameEN: field[3], Path: field[0], CharityLaw: field[4],
			icnptso: list(field[5]), ukcat: list(field[6]), words: list(field[7]),
		}
		if c.Parent != "" {
			parent, ok := t.byKey[c.Parent]
			if !ok {
				return nil, fmt.Errorf("line %d: parent %s comes later or never", number, c.Parent)
			}
			c.Level = t.causes[parent].Level + 1
			c.Path = t.causes[parent].Path + "/" + c.Key
		}
		if _, twice := t.byKey[c.Key]; twice {
			return nil, fmt.Errorf("line %d: %s twice", number, c.Key)
		}
		t.byKey[c.Key] = len(t.causes)
		t.causes = append(t.causes, c)
	}
	t.buildIndexes()
	return t, nil
}
