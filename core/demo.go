package core

import (
	"context"
	"fmt"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/playbookstep"
)

// demoCharity is one of the sample's two school-aid charities.
type demoCharity struct {
	slug, name, mission, region string
	title, language, what       string
	steps                       []demoStep
}

type demoStep struct {
	title, body string
	importance  playbookstep.Importance
}

var demo = []demoCharity{
	{
		slug: "dongfang-zhuxue", name: "东方助学", mission: "陪伴东部乡镇的孩子读完高中。", region: "330000",
		title: "一对一助学走访", language: "zh-Hans",
		what: "志愿者两人一组，入户了解学生的真实情况，再决定资助。",
		steps: []demoStep{
			{"确定名单", "由学校推荐，并请两位老师分别写明理由。", playbookstep.ImportanceCORE},
			{"入户走访", "- [ ] 两人同行\n- [ ] 带上证件\n- [ ] 不拍孩子的正脸", playbookstep.ImportanceCORE},
			{"发放助学金", "转入监护人账户，**不发现金**。", playbookstep.ImportanceCORE},
			{"学期回访", "每学期一次，记录变化。", playbookstep.ImportanceADAPTABLE},
		},
	},
	{
		slug: "western-school-aid", name: "Western School Aid 西部助学", mission: "Keep mountain children in school.", region: "510000",
		title: "A reading corner in a village school", language: "en",
		what: "Set up a corner with 200 books that the children run themselves.",
		steps: []demoStep{
			{"Ask the teachers", "Which books are missed, and by whom?", playbookstep.ImportanceCORE},
			{"Choose with the children", "Each class names ten titles.", playbookstep.ImportanceADAPTABLE},
			{"Hand over the keys", "Two pupils keep the list of loans.", playbookstep.ImportanceCORE},
		},
	},
}

// LoadDemo writes the sample: an eastern and a western school-aid charity, each with a published playbook. What is
// there already stays as it is.
func (c *Core) LoadDemo(ctx context.Context) error {
	ctx = access.System(ctx)
	for _, d := range demo {
		have, err := c.Ent.Organization.Query().Where(organization.Slug(d.slug)).Exist(ctx)
		if err != nil {
			return err
		}
		if have {
			continue
		}
		_, err = c.do(ctx, command{name: "demo"}, func(ctx context.Context, ch *change) (string, error) {
			o, err := c.Ent.Organization.Create().SetSlug(d.slug).SetName(d.name).SetMission(d.mission).
				SetKind(organization.KindSERVICE_ORG).SetStage(organization.StageGROWING).SetRegionID(RegionID(d.region)).Save(ctx)
			if err != nil {
				return "", err
			}
			ch.event(o.ID, "ORGANIZATION_CREATED", o.ID)
			in := CreatePlaybookInput{OrganizationID: o.ID, Language: &d.language, Draft: DraftInput{Title: &d.title, What: &d.what}}
			for _, s := range d.steps {
				in.Draft.Steps = append(in.Draft.Steps, &StepInput{Title: &s.title, Body: &s.body, Importance: &s.importance})
			}
			p, err := c.createPlaybook(ctx, in)
			if err != nil {
				return "", err
			}
			if p, err = p.Update().SetAudience(playbook.AudiencePUBLIC).Save(ctx); err != nil {
				return "", err
			}
			v, err := c.open(ctx, p.ID)
			if err != nil {
				return "", err
			}
			return o.ID, c.publish(ctx, ch, p, v)
		})
		if err != nil {
			return fmt.Errorf("demo %s: %w", d.slug, err)
		}
	}
	return nil
}
