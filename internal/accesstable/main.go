// Command accesstable writes docs/access.md, the table of who may do what, from access/policy.csv.
package main

import (
	"log"
	"os"

	"github.com/tongxing/tongxing/access"
)

func main() {
	if err := os.WriteFile("docs/access.md", []byte(access.Table()), 0o644); err != nil {
		log.Fatal(err)
	}
}
