package core

import (
	"github.com/tongxing/tongxing/ent/membership"
	"github.com/tongxing/tongxing/ent/playbookstep"
)

// The words of the sample. Every place and person is made up.

type demoCharity struct {
	slug, name, mission, region string
	causes                      []string
	people                      []demoPerson // the first is the owner
	methods                     []demoMethod
}

type demoPerson struct {
	email, name, locale string
	role                membership.Role
}

type demoMethod struct {
	title, language, kind, what, why, time, worksWhen, failsWhen string
	causes                                                       []string
	steps                                                        []demoStep
}

type demoStep struct {
	title, body, role, duration string
	importance                  playbookstep.Importance
}

const (
	mustDo   = playbookstep.ImportanceCORE
	mayAdapt = playbookstep.ImportanceADAPTABLE
	mayDrop  = playbookstep.ImportanceOPTIONAL
)

var demoCharities = []demoCharity{
	{
		slug: "dongfang-zhuxue", name: "东方助学", region: "330000", causes: []string{"school-aid", "rural-education"},
		mission: "陪伴东部乡镇的孩子读完高中。\n\nWe walk with children of eastern towns until they finish school.",
		people: []demoPerson{
			{"lin@dongfang.example", "林晓东", "zh-Hans", membership.RoleOWNER},
			{"shen@dongfang.example", "沈慧", "zh-Hans", membership.RoleEDITOR},
		},
		methods: []demoMethod{
			{
				title: "一对一助学走访", language: "zh-Hans", kind: "走访", causes: []string{"school-aid"},
				what: "志愿者两人一组，入户了解学生的真实情况，再决定资助。\n\nTwo volunteers visit each family before a grant is decided.",
				why:  "只看材料，会漏掉不会写材料的家庭。", time: "每户半天，每学期一轮",
				worksWhen: "学校愿意推荐，志愿者会说当地话。", failsWhen: "走访变成拍照打卡，或由一个人单独入户。",
				steps: []demoStep{
					{"确定名单", "由学校推荐，并请两位老师**分别**写明理由。", "项目主管", "一周", mustDo},
					{"入户走访", "- [ ] 两人同行\n- [ ] 带上证件\n- [ ] 不拍孩子的正脸\n- [ ] 先问家长是否方便", "志愿者", "半天", mustDo},
					{"发放助学金", "转入监护人账户，**不发现金**。", "财务", "三天", mustDo},
					{"学期回访", "| 看什么 | 怎么问 |\n|---|---|\n| 出勤 | 问班主任 |\n| 心情 | 请孩子画一张画 |", "志愿者", "每学期一次", mayAdapt},
				},
			},
			{
				title: "How two teachers recommend a pupil", language: "en", kind: "guide", causes: []string{"school-aid"},
				what: "A one-page form for schools that keeps a recommendation from being one person's favour.",
				why:  "A single recommender is under pressure from families.", time: "20 minutes a pupil",
				steps: []demoStep{
					{"Hand out two forms", "One each, in sealed envelopes.", "Head teacher", "", mustDo},
					{"Ask for facts, not adjectives", "Who cooks? Who works? How far is the way to school?", "Teachers", "15 minutes", mayAdapt},
					{"Compare", "Where the two differ, visit first.", "Programme officer", "5 minutes", mustDo},
				},
			},
		},
	},
	{
		slug: "western-school-aid", name: "Western School Aid 西部助学", region: "510000", causes: []string{"school-aid", "rural-children"},
		mission: "Keep mountain children in school.\n\n让山里的孩子留在学校。",
		people: []demoPerson{
			{"aga@western.example", "阿嘎", "zh-Hans", membership.RoleOWNER},
			{"mei@western.example", "Mei Carter", "en", membership.RoleEDITOR},
		},
		methods: []demoMethod{{
			title: "A reading corner in a village school", language: "en", kind: "activity", causes: []string{"reading", "rural-education"},
			what: "Set up a corner with 200 books that the children run themselves.", why: "Books in a locked room are not read.",
			time: "One term", worksWhen: "A teacher stays at least two years.", failsWhen: "Books come from a clearance sale.",
			steps: []demoStep{
				{"Ask the teachers", "Which books are missed, and by whom?", "Volunteer", "One afternoon", mustDo},
				{"Choose with the children", "Each class names ten titles.", "Children", "One week", mayAdapt},
				{"Hand over the keys", "Two pupils keep the list of loans.", "Pupils", "", mustDo},
				{"Read aloud on market day", "Parents come anyway: read one story to them.", "Teacher", "30 minutes", mayDrop},
			},
		}},
	},
	{
		slug: "hexi-students", name: "河西学子 Hexi Students", region: "620000", causes: []string{"school-aid"},
		mission: "帮河西走廊的毕业生走好第一步。\n\nA first step after school for students along the Hexi corridor.",
		people:  []demoPerson{{"ma@hexi.example", "马兰", "zh-Hans", membership.RoleOWNER}},
		methods: []demoMethod{{
			title: "毕业生回访", language: "zh-Hans", kind: "回访", causes: []string{"school-aid"},
			what: "毕业一年后的一次电话和一顿饭，听听资助有没有帮上忙。", why: "停在毕业那天的项目，不知道自己错在哪里。", time: "每人两小时",
			steps: []demoStep{
				{"约时间", "由他最信的那位志愿者来约。", "志愿者", "", mustDo},
				{"听", "只问三个问题：后来怎样？哪一步帮上了？哪一步多余？", "志愿者", "一小时", mustDo},
				{"写回方法里", "把听到的写成经验，挂到对应的步骤上。", "项目主管", "一小时", mustDo},
			},
		}},
	},
}

// demoSecond is what the east changes in version 2 of its visits, and what the west says of it.
var demoSecond = struct {
	position           int
	body, note, review string
}{
	position: 3,
	body:     "转入**孩子本人或监护人**的账户，不发现金。\n\n> 坑：有一年，账户是远房亲戚的，钱没有到孩子手里。\n\n先核对户名，再转一元试账。",
	note:     "第三步：核对户名并先转一元。Step 3: check whose account it is, and send one yuan first.",
	review:   "我们那边也遇到过户名不对的情况，这样改很好。We met the same.",
}
