package migrate

import "embed"

// Files holds the versioned migrations, one folder a dialect.
//
//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS
