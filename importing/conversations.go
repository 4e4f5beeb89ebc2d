package importing

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Conversation is what people said to each other, somewhere else: a meeting, turn by turn, or statements that
// participants voted on.
type Conversation struct {
	Key        string // path in the folder
	Title      string
	Turns      []Turn
	Statements []Statement
	Voters     []string // everybody who voted, sorted
}

// Turn is what one speaker said at a time. Speaker is empty where the record speaks.
type Turn struct{ Speaker, Text string }

// Statement is a sentence with the votes on it.
type Statement struct {
	ID, Author, Body string
	Rejected         bool // by the moderators of the conversation
	Votes            []Vote
}

// Vote is the last that a participant said of a statement: 1, 0 or -1.
type Vote struct {
	Voter string
	Value int
}

// ReadConversations reads every *.jsonl below the folder as a meeting (a header line, then one turn a line), and every
// folder with comments.csv and votes.csv as statements in Polis' export.
func ReadConversations(files fs.FS) (found []Conversation, err error) {
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		var c Conversation
		switch {
		case path.Ext(name) == ".jsonl":
			c, err = readMeeting(files, name)
		case path.Base(name) == "votes.csv":
			c, err = readPolis(files, path.Dir(name))
		default:
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		found = append(found, c)
		return nil
	})
	return found, err
}

func readMeeting(files fs.FS, name string) (Conversation, error) {
	f, err := files.Open(name)
	if err != nil {
		return Conversation{}, err
	}
	defer f.Close()
	c := Conversation{Key: name}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 4<<20)
	for first := true; lines.Scan(); first = false {
		var line struct{ Meeting, Speaker, Text string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return c, err
		}
		if first {
			c.Title = line.Meeting
		} else if strings.TrimSpace(line.Text) != "" {
			c.Turns = append(c.Turns, Turn{line.Speaker, line.Text})
		}
	}
	return c, lines.Err()
}

func readPolis(files fs.FS, dir string) (Conversation, error) {
	c := Conversation{Key: dir, Title: path.Base(dir)}
	if err := readCSV(files, path.Join(dir, "summary.csv"), false, func(row map[string]string) error {
		if row["0"] == "topic" && strings.TrimSpace(row["1"]) != "" {
			c.Title = strings.TrimSpace(row["1"])
		}
		return nil
	}); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	at := map[string]int{}
	if err := readCSV(files, path.Join(dir, "comments.csv"), true, func(row map[string]string) error {
		at[row["comment-id"]] = len(c.Statements)
		c.Statements = append(c.Statements, Statement{ID: row["comment-id"], Author: row["author-id"], Body: row["comment-body"], Rejected: row["moderated"] == "-1"})
		return nil
	}); err != nil {
		return c, err
	}
	type ballot struct{ statement, voter string }
	type cast struct {
		when  int64
		value int
	}
	last, voters := map[ballot]cast{}, map[string]bool{}
	if err := readCSV(files, path.Join(dir, "votes.csv"), true, func(row map[string]string) error {
		when, err := strconv.ParseInt(row["timestamp"], 10, 64)
		if err != nil {
			return err
		}
		value, err := strconv.Atoi(row["vote"])
		if err != nil {
			return err
		}
		b := ballot{row["comment-id"], row["voter-id"]}
		voters[b.voter] = true
		if before, ok := last[b]; !ok || when >= before.when { // of two at once, the later row
			last[b] = cast{when, value}
		}
		return nil
	}); err != nil {
		return c, err
	}
	for b, v := range last {
		if i, ok := at[b.statement]; ok {
			c.Statements[i].Votes = append(c.Statements[i].Votes, Vote{b.voter, v.value})
		}
	}
	for _, s := range c.Statements {
		slices.SortFunc(s.Votes, func(a, b Vote) int { return strings.Compare(a.Voter, b.Voter) })
	}
	for v := range voters {
		c.Voters = append(c.Voters, v)
	}
	slices.Sort(c.Voters)
	return c, nil
}

// readCSV calls row with each record, by the header's names or, without a header, by the column's number.
func readCSV(files fs.FS, name string, header bool, row func(map[string]string) error) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	var names []string
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if header && names == nil {
			names = record
			continue
		}
		m := make(map[string]string, len(record))
		for i, value := range record {
			key := strconv.Itoa(i)
			if header && i < len(names) {
				key = names[i]
			}
			m[key] = value
		}
		if err := row(m); err != nil {
			return err
		}
	}
}
