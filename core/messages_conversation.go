package core

var conversationMessages = map[string]message{
	"err.participants":   {"Name the other people of a private thread, at most %d, and of no other kind.", "私密讨论需指定其他参与者（最多 %d 人），其他类型则不需要。"},
	"err.privateSubject": {"A private thread is between people: it has no subject.", "私密讨论在人与人之间进行，没有主题对象。"},
	"err.decision":       {"A decision has options, and nothing else has.", "表决需要选项，其他类型不能有选项。"},
	"err.decisionCircle": {"Decisions are taken in circles.", "表决须在沟通体内进行。"},
	"err.options":        {"A decision has from 2 to %d options.", "表决需有 2 到 %d 个选项。"},
	"err.closesAt":       {"The closing time is to come, and the quorum not negative.", "截止时间须在未来，法定数不能为负。"},
	"err.subject":        {"This cannot be talked about here.", "不能在此讨论该内容。"},
	"err.unknownPerson":  {"There is no such person, or you may not see them.", "没有此人，或你无权查看。"},
	"err.parent":         {"There is no such comment in this thread.", "此讨论中没有该发言。"},
	"err.threadLocked":   {"The thread is locked.", "该讨论已锁定。"},
	"err.mention":        {"Mention those who may read this thread.", "只能提及能够阅读此讨论的人或机构。"},
	"err.readNumber":     {"The thread has %d comments.", "该讨论共有 %d 条发言。"},
	"err.option":         {"The decision has no such option.", "该表决没有此选项。"},
	"err.voteOver":       {"The time for voting is over.", "投票时间已过。"},
	"err.notQuestion":    {"Only a question has an answer.", "只有提问才能采纳答案。"},
}
