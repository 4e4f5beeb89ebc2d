package server_test

import (
	"testing"

	"github.com/tongxing/tongxing/internal/testkit"
)

func TestTheDemoTellsItsStoryOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, w *testkit.World) {
		for range 2 {
			if err := w.App.Core.LoadDemo(t.Context()); err != nil {
				t.Fatal(err)
			}
			a := w.Ask(t, "", `{ organizations(first: 9, filterBy: { causeId: "cau_school-aid" }) { totalCount nodes { slug region { code } } }
				playbooks(first: 9, filterBy: { causeId: "cau_education" }) { totalCount }
				organization(slug: "dongfang-zhuxue") { playbooks(first: 5) { nodes { title latestNumber latestVersion { changeNote steps(first: 9) { totalCount } } } } } }`, nil)
			if a.Get(t, "organizations", "totalCount") != 3.0 || a.Get(t, "playbooks", "totalCount") != 4.0 {
				t.Errorf("%v", a.Data)
			}
			if a.Get(t, "organization", "playbooks", "nodes", 0, "latestNumber") != 2.0 ||
				a.Get(t, "organization", "playbooks", "nodes", 0, "latestVersion", "steps", "totalCount") != 4.0 {
				t.Errorf("the visits have no second version: %v", a.Data)
			}
		}
	})
}
