package search

import "strings"

// stopWords are English words that people ask with but not for: Snowball's list, the most frequent of it.
var stopWords = set(`a about after all also an and any are as at be because been before but by can could did do does for from
get had has have he her here him his how i if in into is it its just me more most my no not of on or our out over own s she should
so some such t than that the their them then there these they this those to too under until up very was we were what when where
which while who whom why will with would you your`)

// functionWords of Chinese cut a question into what it asks about. Longer ones first.
var functionWords = []string{
	"为什么", "怎么样", "是不是", "有没有", "怎么", "怎样", "如何", "什么", "哪些", "哪里", "我们", "你们", "他们", "可以", "应该",
	"需要", "能否", "是否", "以及", "或者", "并且", "但是", "因为", "所以", "如果", "一个", "这个", "那个", "的", "了", "吗", "呢", "么", "吧",
	"和", "与", "及", "把", "被", "在", "是", "给", "让", "对", "从", "要", "会", "做", "有", "请", "想",
}

var cutter = func() *strings.Replacer {
	pairs := make([]string, 0, 2*len(functionWords))
	for _, w := range functionWords {
		pairs = append(pairs, w, " ")
	}
	return strings.NewReplacer(pairs...)
}()

// content are the parts of a Han run between function words, of two or more characters; the run itself if none is.
func content(run string) []string {
	var out []string
	for _, p := range strings.Fields(cutter.Replace(run)) {
		if len([]rune(p)) > 1 {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		out = []string{run}
	}
	return out
}

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
