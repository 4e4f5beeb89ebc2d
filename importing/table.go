package importing

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Format is how a table is written.
type Format string

// The formats. Auto tells them by the file's name, else by its first character.
const (
	Auto  Format = ""
	CSV   Format = "CSV"
	TSV   Format = "TSV"
	JSON  Format = "JSON"
	JSONL Format = "JSONL"
)

// Table is a file of rows with named columns.
type Table struct {
	Name     string
	Format   Format
	Encoding Encoding
	Columns  []string
	Rows     []Row
	Problems []Problem // rows that could not be read
}

// Row is one row by the names of its columns.
type Row struct {
	Line   int // of the file, from 1
	Entry  int // of the rows, from 1: a file of JSON may have one line
	Values map[string]string
}

// maxRows is how many rows a table may have: what is longer is cut into several files.
const maxRows = 500_000

// ReadTable reads a table: CSV with commas, semicolons, bars or tabs and quoted newlines, JSON (a list of objects, alone or as
// the one list of an object) or JSON Lines. Rows that cannot be read are among Problems and do not stop the others. It
// fails when no row can be read.
func ReadTable(name string, raw []byte, format Format) (*Table, error) {
	text, enc, damaged := Decode(raw)
	if enc == Unknown {
		return nil, fmt.Errorf("%s is not text in UTF-8, UTF-16, Big5 or GB18030", name)
	}
	if format == Auto {
		format = formatOf(name, text)
	}
	t := &Table{Name: name, Format: format, Encoding: enc}
	var err error
	switch format {
	case JSON:
		err = t.readJSON(text)
	case JSONL:
		t.readLines(text)
	case TSV:
		err = t.readCSV(text, '\t')
	default:
		err = t.readCSV(text, delimiter(text))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(t.Rows)+len(t.Problems) > maxRows {
		return nil, fmt.Errorf("%s has more than %d rows", name, maxRows)
	}
	if damaged {
		t.Rows = slices.DeleteFunc(t.Rows, func(r Row) bool {
			for _, v := range r.Values {
				if strings.Contains(v, "\ufffd") {
					t.problem(r.Line, "bytes that are not "+string(enc))
					return true
				}
			}
			return false
		})
	}
	return t, nil
}

func formatOf(name, text string) Format {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv":
		return CSV
	case ".tsv", ".tab":
		return TSV
	case ".jsonl", ".ndjson":
		return JSONL
	}
	text = strings.TrimSpace(text)
	line, rest, _ := strings.Cut(text, "\n")
	switch {
	case strings.HasPrefix(text, "["):
		return JSON
	case strings.HasPrefix(text, "{") && json.Valid([]byte(line)) && strings.HasPrefix(strings.TrimSpace(rest), "{"):
		return JSONL
	case strings.HasPrefix(text, "{"):
		return JSON
	}
	return CSV
}

// delimiter is the most frequent of the usual ones in the header, outside of quotes.
func delimiter(text string) rune {
	line, _, _ := strings.Cut(text, "\n")
	counts, quoted := map[rune]int{}, false
	for _, r := range line {
		switch r {
		case '"':
			quoted = !quoted
		case ',', ';', '\t', '|':
			if !quoted {
				counts[r]++
			}
		}
	}
	best := ','
	for _, r := range []rune{';', '\t', '|'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

func (t *Table) problem(line int, reason string) {
	t.Problems = append(t.Problems, Problem{Path: t.Name, Line: line, Reason: reason})
}

func (t *Table) skip(line int, reason string) {
	t.Problems = append(t.Problems, Problem{Path: t.Name, Line: line, Reason: reason, Skip: true})
}

// readCSV reads records by encoding/csv. After one that is wrong it goes on at the next line, so that a quotation mark
// which is never closed costs its own row only.
func (t *Table) readCSV(text string, comma rune) error {
	starts := []int{0} // of lines
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	at := func(line int) int {
		if line-1 < len(starts) {
			return starts[line-1]
		}
		return len(text)
	}
	for first := 1; at(first) < len(text); {
		r := csv.NewReader(strings.NewReader(text[at(first):]))
		r.Comma, r.FieldsPerRecord = comma, -1
		for {
			record, err := r.Read()
			if errors.Is(err, io.EOF) {
				return t.header()
			}
			var wrong *csv.ParseError
			if errors.As(err, &wrong) {
				line := first + wrong.StartLine - 1
				t.lazily(text[at(line):at(line+1)], line, comma, wrong)
				first = line + 1
				break
			}
			if err != nil {
				return err
			}
			line, _ := r.FieldPos(0)
			t.record(first+line-1, record)
		}
	}
	return t.header()
}

func (t *Table) header() error {
	if t.Columns == nil {
		return errors.New("no header")
	}
	return nil
}

// lazily reads a line with quotation marks within a field, as `The "Old" School,Bath`.
func (t *Table) lazily(line string, number int, comma rune, wrong *csv.ParseError) {
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	record, err := r.Read()
	if err == nil && strings.Count(line, `"`)%2 == 0 && (t.Columns == nil || len(record) == len(t.Columns)) {
		t.record(number, record)
		return
	}
	t.problem(number, "not a record: "+wrong.Err.Error())
}

// record takes one record: the first names the columns.
func (t *Table) record(line int, record []string) {
	if t.Columns == nil {
		t.Columns = make([]string, len(record))
		for i, c := range record {
			c = oneLine(c)
			if c == "" {
				c = fmt.Sprintf("column %d", i+1)
			}
			for n := 2; slices.Contains(t.Columns[:i], c); n++ {
				c = fmt.Sprintf("%s (%d)", oneLine(record[i]), n)
			}
			t.Columns[i] = c
		}
		return
	}
	for len(record) > len(t.Columns) && record[len(record)-1] == "" {
		record = record[:len(record)-1]
	}
	if !slices.ContainsFunc(record, func(s string) bool { return strings.TrimSpace(s) != "" }) {
		t.skip(line, "an empty row")
		return
	}
	if len(record) != len(t.Columns) {
		t.problem(line, fmt.Sprintf("%d fields where the header has %d", len(record), len(t.Columns)))
		return
	}
	values := make(map[string]string, len(record))
	for i, v := range record {
		values[t.Columns[i]] = v
	}
	t.Rows = append(t.Rows, Row{Line: line, Entry: len(t.Rows) + len(t.Problems) + 1, Values: values})
}

// readLines reads one object a line.
func (t *Table) readLines(text string) {
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var v any
		d := json.NewDecoder(strings.NewReader(line))
		d.UseNumber()
		err := d.Decode(&v)
		if err == nil && strings.TrimSpace(line[d.InputOffset():]) != "" {
			err = errors.New("more than one value")
		}
		if err != nil {
			t.problem(i+1, "not JSON: "+err.Error())
			continue
		}
		t.object(i+1, v)
	}
}

// readJSON reads a list of objects, alone or as the longest list of an object.
func (t *Table) readJSON(text string) error {
	before := 0
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		var whole map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &whole); err != nil {
			return fmt.Errorf("not JSON: %w", err)
		}
		list := ""
		for _, v := range whole {
			if s := string(v); strings.HasPrefix(s, "[") && len(s) > len(list) {
				list = s
			}
		}
		if list == "" {
			return errors.New("an object without a list of objects")
		}
		before = strings.Count(text[:strings.Index(text, list)], "\n")
		text = list
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if first, err := d.Token(); err != nil || first != json.Delim('[') {
		return errors.New("not a list of objects")
	}
	line, counted := before+1, 0
	for d.More() {
		at := int(d.InputOffset())
		at += len(text[at:]) - len(strings.TrimLeft(text[at:], ", \t\n"))
		line += strings.Count(text[counted:at], "\n")
		counted = at
		var v any
		if err := d.Decode(&v); err != nil {
			t.problem(line, "not JSON, so that nothing after it was read: "+err.Error())
			return nil
		}
		t.object(line, v)
	}
	if _, err := d.Token(); err != nil {
		t.problem(line, "the list does not end: the file may have been cut")
	}
	return nil
}

// object takes one object: those within it by dots, lists of values by semicolons.
func (t *Table) object(line int, v any) {
	o, ok := v.(map[string]any)
	if !ok {
		t.problem(line, fmt.Sprintf("entry %d is not an object", len(t.Rows)+len(t.Problems)+1))
		return
	}
	values := map[string]string{}
	flatten(values, "", o)
	if len(values) == 0 {
		t.skip(line, "an empty row")
		return
	}
	names := make([]string, 0, len(values))
	for k := range values {
		if !slices.Contains(t.Columns, k) {
			names = append(names, k)
		}
	}
	slices.Sort(names)
	if len(t.Columns)+len(names) > 500 {
		t.problem(line, "more than 500 columns")
		return
	}
	t.Columns = append(t.Columns, names...)
	t.Rows = append(t.Rows, Row{Line: line, Entry: len(t.Rows) + len(t.Problems) + 1, Values: values})
}

func flatten(into map[string]string, prefix string, o map[string]any) {
	for k, v := range o {
		switch v := v.(type) {
		case nil:
		case map[string]any:
			flatten(into, prefix+k+".", v)
		case []any:
			var all []string
			for _, e := range v {
				switch e.(type) {
				case nil, map[string]any, []any:
				default:
					all = append(all, plainLines(fmt.Sprint(e)))
				}
			}
			into[prefix+k] = strings.Join(all, ";")
		default:
			into[prefix+k] = plainLines(fmt.Sprint(v))
		}
	}
}
