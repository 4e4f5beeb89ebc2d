package core

import "maps"

type message struct{ en, zh string }

// messages are what people read of refusals, from the parts that keep theirs beside their nouns.
var messages = join(
	conversationMessages,
	commonMessages,
	circleMessages,
	searchMessages,
	importMessages,
)

func join(parts ...map[string]message) map[string]message {
	all := map[string]message{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}

var commonMessages = map[string]message{
	"err.forbidden":             {"Your role does not allow this.", "你的角色不允许此操作。"},
	"err.notFound":              {"There is no such thing, or you may not see it.", "不存在，或你无权查看。"},
	"err.required":              {"This is needed.", "此项必填。"},
	"err.tooLong":               {"This is longer than %d characters.", "超过 %d 个字符。"},
	"err.notText":               {"This is not readable text.", "不是有效的文本。"},
	"err.email":                 {"This is not an e-mail address.", "不是有效的电子邮箱。"},
	"err.url":                   {"This is not a web address.", "不是有效的网址。"},
	"err.slug":                  {"Use lower-case letters, digits and hyphens.", "请使用小写字母、数字和连字符。"},
	"err.emailTaken":            {"An account cannot be opened with this address.", "无法使用此邮箱注册。"},
	"err.taken":                 {"This is taken already.", "已被占用。"},
	"err.credentials":           {"The e-mail address or the password is wrong.", "邮箱或密码错误。"},
	"err.tryLater":              {"Too many attempts. Try again later.", "尝试次数过多，请稍后再试。"},
	"err.passwordShort":         {"A password has at least %d characters.", "密码至少 %d 个字符。"},
	"err.passwordLong":          {"A password has at most %d characters.", "密码最多 %d 个字符。"},
	"err.passwordCommon":        {"This password is commonly used. Choose another.", "此密码过于常见，请换一个。"},
	"err.passwordPersonal":      {"A password must not be your name or address.", "密码不能是你的姓名或邮箱。"},
	"err.idempotencyKeyTooLong": {"An idempotency key has at most 128 characters.", "幂等键最多 128 个字符。"},
	"err.idempotencyKeyReused":  {"This idempotency key was used for something else.", "此幂等键已用于其他请求。"},
	"err.illegalTransition":     {"This cannot be done while the state is %s.", "当前状态为 %s，不能执行此操作。"},
	"err.stale":                 {"Somebody else has changed the draft: it is at edit %d.", "草稿已被他人修改，当前为第 %d 次编辑。"},
	"err.archived":              {"The playbook is archived.", "该方法已归档。"},
	"err.hasDraft":              {"The playbook has a draft already.", "该方法已有草稿。"},
	"err.stepKey":               {"The draft has no step of this key.", "草稿中没有此步骤。"},
	"err.stepOrder":             {"Name every step of the draft exactly once.", "请恰好列出草稿的每个步骤一次。"},
	"err.reviewRequired":        {"Another organization's review is needed first.", "需先由其他机构评审。"},
	"err.ownReview":             {"The reviewer must be another organization.", "评审方必须是其他机构。"},
	"err.tooMany":               {"At most %d.", "最多 %d 个。"},
	"err.unknownRegion":         {"There is no such region.", "没有此地区。"},
	"err.unknownCause":          {"There is no such cause.", "没有此公益领域。"},
}
