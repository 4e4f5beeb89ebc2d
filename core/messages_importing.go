package core

var importMessages = map[string]message{
	"err.importCircle":  {"Import first, then share with a circle.", "请先导入，再分享到沟通体。"},
	"err.importPath":    {"A path is relative, by slashes, without “..”.", "路径须为相对路径，用斜杠分隔，不含“..”。"},
	"err.importTwice":   {"This path is named twice.", "此路径出现了两次。"},
	"err.importSource":  {"A source has at most 100 bytes and no “//”.", "来源最多 100 字节，且不含“//”。"},
	"err.importTable":   {"The table cannot be read: %s", "无法读取表格：%s"},
	"err.importMapping": {"The mapping does not fit: %s", "字段对应有误：%s"},
	"err.importConfirm": {"Confirm which column gives which field; a dry run proposes it.", "请确认各字段对应的列；试运行会给出建议。"},
}
