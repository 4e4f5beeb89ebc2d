package server_test

func init() {
	documents := func(path string) string {
		return `{"organizationId":"$home","source":"stage","publish":false,"documents":[{"path":"` + path + `","text":"# A"}]}`
	}
	fixtures["importRun"] = func(s *stage) string {
		return s.make("owner", "importPlaybooks", documents("run.md"), "importRun { id }")
	}
	fixtures["importRow"] = func(s *stage) string {
		return s.ask("owner", `{ importRows(first: 1, importRunId: "$importRun") { nodes { id } } }`)
	}
}
