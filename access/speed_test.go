package access

import "testing"

func TestADecisionAllocatesNothing(t *testing.T) {
	v := &Viewer{UserID: "usr_1", Memberships: []Membership{{OrganizationID: "org_1", Role: Member}, {OrganizationID: "org_2", Role: Editor}}}
	a := Action{"playbook", "edit"}
	if n := testing.AllocsPerRun(100, func() { Can(v, a, "org_2") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
