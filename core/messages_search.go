package core

var searchMessages = map[string]message{
	"err.cursor": {"This cursor is not from this list.", "此游标不属于该列表。"},
}
