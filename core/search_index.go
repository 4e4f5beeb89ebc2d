package core

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strings"

	"entgo.io/ent/dialect"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/ent/playbook"
	"github.com/tongxing/tongxing/ent/playbookversion"
	"github.com/tongxing/tongxing/ent/searchdocument"
	"github.com/tongxing/tongxing/ent/searchname"
	"github.com/tongxing/tongxing/ent/searchtext"
	"github.com/tongxing/tongxing/reference"
	"github.com/tongxing/tongxing/search"
)

// indexed is what search is to know of one subject.
type indexed struct {
	subject, kind, parent, organization string
	audience, language                  string
	regionID, regionPath                string
	causes                              []string
	title, body                         string
	named                               bool // its title is a name: typing errors in it are mended
}

// ruled is the audience of documents whose subject's own row rule is asked at each search (access/search.go).
const ruled = "RULE"

// sources say what search is to know of the subject of an id, by the id's prefix: documents, and which family of them
// (parent_id) they replace. No documents: the subject is not, or no longer, found.
var sources = map[string]func(*Core, context.Context, string) (family string, docs []indexed, err error){
	"pbk": (*Core).playbookDocuments,
	"ver": (*Core).versionDocuments,
	"org": (*Core).organizationDocuments,
}

// indexChanges brings the index up to date with what the command's events speak of, in its transaction.
func (c *Core) indexChanges(ctx context.Context, ch *change) error {
	if len(ch.events) == 0 {
		return nil
	}
	ctx = access.System(ctx)
	var done []string
	for _, e := range ch.events {
		prefix, _, _ := strings.Cut(e.subject, "_")
		source, ok := sources[prefix]
		if !ok || slices.Contains(done, e.subject) {
			continue
		}
		done = append(done, e.subject)
		family, docs, err := source(c, ctx, e.subject)
		if err != nil {
			return fmt.Errorf("index %s: %w", e.subject, err)
		}
		if err := c.index(ctx, family, docs); err != nil {
			return fmt.Errorf("index %s: %w", e.subject, err)
		}
	}
	return nil
}

func (c *Core) versionDocuments(ctx context.Context, id string) (string, []indexed, error) {
	v, err := c.Ent.PlaybookVersion.Get(ctx, id)
	if err != nil {
		return "", nil, err
	}
	return c.playbookDocuments(ctx, v.PlaybookID)
}

// playbookDocuments are the playbook, with all the text of its published version, and each step. Before the first
// version is published its own people find the draft. Withdrawn and archived ones are found by their own people only.
func (c *Core) playbookDocuments(ctx context.Context, id string) (string, []indexed, error) {
	p, err := c.Ent.Playbook.Query().Where(playbook.ID(id)).WithCauses().
		WithOrganization(func(q *ent.OrganizationQuery) { q.WithRegion() }).Only(ctx)
	if ent.IsNotFound(err) {
		return id, nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	q := c.Ent.PlaybookVersion.Query().WithSteps()
	if p.LatestVersionID != nil {
		q.Where(playbookversion.ID(*p.LatestVersionID))
	} else {
		q.Where(playbookversion.PlaybookID(id))
	}
	v, err := q.Only(ctx)
	if err != nil {
		return "", nil, err
	}
	base := indexed{
		subject: id, kind: "PLAYBOOK", parent: id, organization: p.OrganizationID, audience: string(p.Audience), language: p.Language,
		title: v.Title, named: true,
	}
	base.place(p.Edges.Organization.Edges.Region)
	base.causes = causeIDs(p.Edges.Causes)
	switch {
	case p.LatestNumber == 0 || v.State == playbookversion.StateWITHDRAWN || p.Status == playbook.StatusARCHIVED:
		base.audience = string(playbook.AudienceORGANIZATION)
	case p.Audience == playbook.AudienceCIRCLE:
		base.audience = ruled
	}
	sort.Slice(v.Edges.Steps, func(i, j int) bool { return v.Edges.Steps[i].Position < v.Edges.Steps[j].Position })
	docs := make([]indexed, 1, 1+len(v.Edges.Steps))
	body := []string{v.What, v.Why, v.Beneficiaries, v.WorksWhen, v.FailsWhen, v.TimeRequired, v.Cost, p.MethodType}
	for _, s := range v.Edges.Steps {
		d := base
		d.subject, d.kind, d.title, d.body, d.named = s.ID, "STEP", s.Title, s.Body, false
		docs = append(docs, d)
		body = append(body, s.Title, s.Body)
	}
	body = slices.DeleteFunc(body, func(s string) bool { return s == "" })
	docs[0] = base
	docs[0].body = strings.Join(body, "\n")
	return id, docs, nil
}

func (c *Core) organizationDocuments(ctx context.Context, id string) (string, []indexed, error) {
	o, err := c.Ent.Organization.Query().Where(organization.ID(id)).WithRegion().WithCauses().Only(ctx)
	if ent.IsNotFound(err) {
		return id, nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	d := indexed{
		subject: id, kind: "ORGANIZATION", parent: id, organization: id, audience: "PUBLIC",
		title: o.Name, body: o.Mission, causes: causeIDs(o.Edges.Causes), named: true,
	}
	d.place(o.Edges.Region)
	// What an organization has written is found where the organization works from.
	err = c.Ent.SearchDocument.Update().SetRegionID(d.regionID).SetRegionPath(d.regionPath).
		Where(searchdocument.OrganizationID(id), searchdocument.RegionIDNEQ(d.regionID)).Exec(ctx)
	return id, []indexed{d}, err
}

func (d *indexed) place(r *ent.Region) {
	if r != nil {
		d.regionID, d.regionPath = r.ID, r.Path
	}
}

func causeIDs(causes []*ent.Cause) []string {
	ids := make([]string, len(causes))
	for i, x := range causes {
		ids[i] = x.ID
	}
	slices.Sort(ids)
	return ids
}

func (d *indexed) digest() string {
	h := sha256.New()
	for _, s := range append([]string{d.kind, d.parent, d.organization, d.audience, d.language, d.title, d.body}, d.causes...) {
		fmt.Fprintf(h, "%d %s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// index makes the documents of a family the ones given. What has changed gets a new row: rows by id are newest last.
func (c *Core) index(ctx context.Context, family string, docs []indexed) error {
	have, err := c.Ent.SearchDocument.Query().Where(searchdocument.ParentID(family)).
		Select(searchdocument.FieldID, searchdocument.FieldSubjectID, searchdocument.FieldDigest).All(ctx)
	if err != nil {
		return err
	}
	digests := make(map[string]string, len(docs))
	for _, d := range docs {
		digests[d.subject] = d.digest()
	}
	var gone []int64
	for _, h := range have {
		if digests[h.SubjectID] == h.Digest {
			delete(digests, h.SubjectID) // as it was
		} else {
			gone = append(gone, h.ID)
		}
	}
	docs = slices.DeleteFunc(docs, func(d indexed) bool { return digests[d.subject] == "" })
	if err := c.forget(ctx, gone); err != nil {
		return err
	}
	for part := range chunks(docs) {
		if err := c.write(ctx, part, digests); err != nil {
			return err
		}
	}
	return nil
}

func (c *Core) forget(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := c.Ent.SearchText.Delete().Where(searchtext.IDIn(ids...)).Exec(ctx); err != nil {
		return err
	}
	if _, err := c.Ent.SearchDocument.Delete().Where(searchdocument.IDIn(ids...)).Exec(ctx); err != nil {
		return err
	}
	column := "rowid"
	if c.DB.Dialect() == dialect.Postgres {
		column = "document_id"
	}
	list := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(ids)), ","), "[]")
	return c.DB.Exec(ctx, "DELETE FROM search_index WHERE "+column+" IN ("+list+")", []any{}, nil)
}

// maxLexemes is how many bytes of words PostgreSQL's tsvector takes of one document.
const maxLexemes = 1_000_000

func (c *Core) write(ctx context.Context, docs []indexed, digests map[string]string) error {
	words := make([]search.Words, len(docs))
	rows := make([]*ent.SearchDocumentCreate, len(docs))
	for i, d := range docs {
		words[i] = search.Analyze(d.body)
		rows[i] = c.Ent.SearchDocument.Create().SetSubjectID(d.subject).SetKind(d.kind).SetParentID(d.parent).
			SetOrganizationID(d.organization).SetAudience(d.audience).SetLanguage(d.language).SetRegionID(d.regionID).
			SetRegionPath(d.regionPath).SetCauses(strings.Join(d.causes, " ")).SetWords(len(words[i].Stream)).SetDigest(digests[d.subject])
	}
	made, err := c.Ent.SearchDocument.CreateBulk(rows...).Save(ctx)
	if err != nil {
		return err
	}
	texts := make([]*ent.SearchTextCreate, len(docs))
	var values []string
	var args []any
	names := make(map[string]bool)
	postgres := c.DB.Dialect() == dialect.Postgres
	for i, d := range docs {
		texts[i] = c.Ent.SearchText.Create().SetID(made[i].ID).SetTitle(d.title).SetBody(d.body)
		title := search.Analyze(d.title)
		if postgres {
			n := len(args)
			values = append(values, fmt.Sprintf("($%d::bigint, array_to_tsvector($%d::text[]), array_to_tsvector($%d::text[]), $%d::text)", n+1, n+2, n+3, n+4))
			all := append(append(append([]string{}, title.Distinct(maxLexemes/2)...), words[i].Distinct(maxLexemes/2)...), causeTokens(d.causes)...)
			args = append(args, made[i].ID, append([]string{}, title.Distinct(maxLexemes)...), all, title.Folded+words[i].Folded)
		} else {
			values = append(values, "(?, ?, ?, ?)")
			args = append(args, made[i].ID, title.Line(), words[i].Line(), strings.Join(causeTokens(d.causes), " "))
		}
		if d.named {
			for _, w := range search.Names(d.title) {
				names[w] = true
			}
		}
	}
	if err := c.Ent.SearchText.CreateBulk(texts...).Exec(ctx); err != nil {
		return err
	}
	columns := "(rowid, title, body, tags)"
	if postgres {
		columns = "(document_id, title, body, folded)"
	}
	if err := c.DB.Exec(ctx, "INSERT INTO search_index "+columns+" VALUES "+strings.Join(values, ", "), args, nil); err != nil {
		return err
	}
	return c.learn(ctx, names)
}

// learn keeps the words of names for typing errors.
func (c *Core) learn(ctx context.Context, names map[string]bool) error {
	var rows []*ent.SearchNameCreate
	for w := range names {
		for _, l := range search.Left(w) {
			rows = append(rows, c.Ent.SearchName.Create().SetLeft(l).SetWord(w))
		}
	}
	for part := range chunks(rows) {
		err := c.Ent.SearchName.CreateBulk(part...).OnConflictColumns(searchname.FieldLeft, searchname.FieldWord).Ignore().Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// causeTokens are the words by which a cause and those above it are filtered.
func causeTokens(ids []string) (tokens []string) {
	seen := map[string]bool{}
	for _, id := range ids {
		k, err := reference.CauseByKey(strings.TrimPrefix(id, "cau_"))
		if err != nil {
			continue
		}
		for _, key := range strings.Split(k.Path, "/") {
			if t := causeToken(key); !seen[t] {
				seen[t] = true
				tokens = append(tokens, t)
			}
		}
	}
	return tokens
}

func causeToken(key string) string { return "c_" + strings.ReplaceAll(key, "-", "_") }

// Reindex makes the whole index anew, some subjects at a time, and returns how many. What is searched meanwhile is found
// as before or anew; documents whose subjects are gone are forgotten at the end.
func (c *Core) Reindex(ctx context.Context) (n int, err error) {
	ctx = access.System(ctx)
	err = c.DB.Write(ctx, func(ctx context.Context) error { return c.Ent.SearchDocument.Update().SetDigest("").Exec(ctx) })
	if err != nil {
		return 0, err
	}
	ids, err := c.Ent.Organization.Query().Order(organization.ByCreatedAt()).IDs(ctx)
	if err != nil {
		return 0, err
	}
	playbooks, err := c.Ent.Playbook.Query().Order(playbook.ByCreatedAt()).IDs(ctx)
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(append(ids, playbooks...), 50) {
		err := c.DB.Write(ctx, func(ctx context.Context) error {
			ch := &change{}
			for _, id := range part {
				ch.event("", "", id)
			}
			return c.indexChanges(ctx, ch)
		})
		if err != nil {
			return n, err
		}
		n += len(part)
	}
	return n, c.DB.Write(ctx, func(ctx context.Context) error {
		gone, err := c.Ent.SearchDocument.Query().Where(searchdocument.Digest("")).IDs(ctx)
		if err != nil {
			return err
		}
		return c.forget(ctx, gone)
	})
}
