package reference_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// shared opens a file of the shared data, beside the repository or where TONGXING_SHARED says.
func shared(t testing.TB, path ...string) []byte {
	t.Helper()
	root := os.Getenv("TONGXING_SHARED")
	for dir, _ := os.Getwd(); root == ""; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "shared", "data")); err == nil {
			root = filepath.Join(dir, "shared")
		} else if dir == filepath.Dir(dir) {
			t.Skip("no shared/data above the working directory: this test reads real data that is not part of the repository")
		}
	}
	content, err := os.ReadFile(filepath.Join(append([]string{root, "data"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

type twOrganization struct {
	ID, Name, Abbr, City string
	GuiNumber            string
}

func taiwan(t testing.TB) (rows []twOrganization) {
	t.Helper()
	if err := json.Unmarshal(shared(t, "orgs-tw-donation-codes", "files", "organization.json"), &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// table reads a CSV file with a heading as one map a row.
func table(t testing.TB, path ...string) []map[string]string {
	t.Helper()
	content := bytes.TrimPrefix(shared(t, path...), []byte("\uFEFF"))
	records, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]map[string]string, 0, len(records)-1)
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}
