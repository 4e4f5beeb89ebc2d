package core

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/circle"
	"github.com/tongxing/tongxing/ent/organization"
	"github.com/tongxing/tongxing/reference"
)

// Codes of why something was found, in Because.Code.
const (
	ReasonSameCause   = "SAME_CAUSE"
	ReasonNearCause   = "NEIGHBOURING_CAUSE"
	ReasonSameStage   = "SAME_STAGE"
	ReasonNearStage   = "SIMILAR_STAGE"
	ReasonOtherRegion = "OTHER_REGION"
)

// What each reason weighs. A different region comes first, then causes, then the stage; one higher kind outweighs all
// lower ones.
const (
	weighRegion    = 10_000
	weighSameCause = 100
	weighNearCause = 10
	weighSameStage = 3
	weighNearStage = 1
)

// Because says why something was found: a code, and for a cause or a region which one.
type Because struct {
	Code           string
	Key            string // of the text in messages
	NameZH, NameEN string // of the cause or region; "" for none
}

// Text is the reason in the language of the locale.
func (r Because) Text(locale string) string {
	name := r.NameEN
	if strings.HasPrefix(locale, "zh") || name == "" {
		name = r.NameZH
	}
	if name == "" && r.NameZH == "" {
		return (&Error{Key: r.Key}).Message(locale)
	}
	return (&Error{Key: r.Key, Args: []any{name}}).Message(locale)
}

// Ranked is one row of a ranked page: its place is (Score, descending; ID).
type Ranked struct {
	ID    string
	Score int64
}

// RankedPage says which part of a ranking is wanted: at most Limit rows after After or before Before, from the end if
// FromEnd. Count asks for the number of all.
type RankedPage struct {
	After, Before *Ranked
	Limit         int
	FromEnd       bool
	Count         bool
}

// profile is what peers are found by.
type profile struct {
	org          *ent.Organization
	same, near   []any // ids of causes
	names        map[string]reference.Cause
	province     string // path of the region of the second level; "" when not known
	stage, close []any  // the same and the neighbouring ones; empty when not known
}

var stages = []organization.Stage{"STARTING", "GROWING", "ESTABLISHED", "NETWORKED"}

// profileOf reads an organization's causes, region and stage. Neighbouring causes are the one above, those below and
// those beside it in the tree.
func (c *Core) profileOf(ctx context.Context, organizationID string) (*profile, error) {
	o, err := c.Ent.Organization.Query().Where(organization.ID(organizationID)).WithCauses().WithRegion().Only(ctx)
	if err != nil {
		return nil, err
	}
	p := &profile{org: o, names: map[string]reference.Cause{}}
	same, parents := map[string]bool{}, map[string]bool{}
	for _, k := range o.Edges.Causes {
		same[k.Key] = true
		if up, err := reference.CauseByKey(k.Key); err == nil && up.Parent != "" {
			parents[up.Parent] = true
		}
	}
	for _, k := range reference.Causes() {
		p.names[CauseID(k.Key)] = k
		switch {
		case same[k.Key]:
			p.same = append(p.same, CauseID(k.Key))
		case same[k.Parent] || parents[k.Key] || k.Parent != "" && parents[k.Parent]:
			p.near = append(p.near, CauseID(k.Key))
		}
	}
	if o.Edges.Region != nil {
		p.province = province(o.Edges.Region.Path)
	}
	for i, s := range stages {
		if s == o.Stage {
			p.stage = []any{string(s)}
			if i > 0 {
				p.close = append(p.close, string(stages[i-1]))
			}
			if i+1 < len(stages) {
				p.close = append(p.close, string(stages[i+1]))
			}
		}
	}
	return p, nil
}

// province is the region of the second level that a path lies in, or the country where there is none.
func province(path string) string {
	parts := strings.SplitN(path, "/", 3)
	if len(parts) > 2 {
		parts = parts[:2]
	}
	return strings.Join(parts, "/")
}

// SimilarOrganizations ranks all organizations that work for the same or neighbouring causes, imported ones too. The
// organization itself is not among them.
func (c *Core) SimilarOrganizations(ctx context.Context, organizationID string, page RankedPage) ([]Ranked, int, error) {
	p, err := c.profileOf(ctx, organizationID)
	if err != nil || len(p.same) == 0 {
		return nil, 0, err
	}
	return c.ranked(ctx, page, func(b *sql.Builder) {
		b.WriteString("SELECT o.id AS id, ")
		p.weighCauses(b)
		b.WriteString(" + CASE WHEN r.path IS NULL THEN 0")
		if p.province != "" {
			b.WriteString(" WHEN r.path = ").Arg(p.province).WriteString(" OR (r.path >= ").Arg(p.province + "/").
				WriteString(" AND r.path < ").Arg(p.province + "0").WriteString(fmt.Sprintf(") THEN 0 ELSE %d", weighRegion))
		}
		b.WriteString(" END + CASE o.stage")
		for _, s := range p.stage {
			b.WriteString(" WHEN ").Arg(s).WriteString(fmt.Sprintf(" THEN %d", weighSameStage))
		}
		for _, s := range p.close {
			b.WriteString(" WHEN ").Arg(s).WriteString(fmt.Sprintf(" THEN %d", weighNearStage))
		}
		b.WriteString(" WHEN '' THEN 0 ELSE 0 END AS score FROM organization_causes k JOIN organizations o ON o.id = k.organization_id " +
			"LEFT JOIN regions r ON r.id = o.region_id WHERE o.id <> ").Arg(organizationID).WriteString(" AND ")
		p.anyCause(b)
		b.WriteString(" GROUP BY o.id, o.stage, r.path")
	})
}

// SuggestedCircles ranks the listed circles, forming or active, for the same or neighbouring causes, in which the
// organization has no seat, invitation or request: by causes, then by how many members work for the same ones.
func (c *Core) SuggestedCircles(ctx context.Context, organizationID string, page RankedPage) ([]Ranked, int, error) {
	p, err := c.profileOf(ctx, organizationID)
	if err != nil || len(p.same) == 0 {
		return nil, 0, err
	}
	return c.ranked(ctx, page, func(b *sql.Builder) {
		b.WriteString("SELECT c.id AS id, 100 * ")
		p.weighCauses(b)
		b.WriteString(" + c.seats_taken AS score FROM circle_causes k JOIN circles c ON c.id = k.circle_id " +
			"WHERE c.listed AND c.status IN ('FORMING', 'ACTIVE') AND ")
		p.anyCause(b)
		b.WriteString(" AND NOT EXISTS (SELECT 1 FROM circle_seats s WHERE s.circle_id = c.id AND s.status IN ('INVITED', 'REQUESTED', 'ACTIVE', 'SUSPENDED') " +
			"AND s.organization_id = ").Arg(organizationID).WriteString(") GROUP BY c.id, c.seats_taken")
	})
}

func (p *profile) weighCauses(b *sql.Builder) {
	b.WriteString("SUM(CASE WHEN k.cause_id IN (").Args(p.same...).WriteString(fmt.Sprintf(") THEN %d ELSE %d END)", weighSameCause, weighNearCause))
}

func (p *profile) anyCause(b *sql.Builder) {
	b.WriteString("k.cause_id IN (").Args(append(append([]any{}, p.same...), p.near...)...).WriteString(")")
}

// ranked runs a ranking, a statement of columns id and score, and reads one page of it, in order.
func (c *Core) ranked(ctx context.Context, page RankedPage, ranking func(*sql.Builder)) (found []Ranked, total int, err error) {
	if page.Count {
		b := &sql.Builder{}
		b.SetDialect(c.DB.Dialect())
		b.WriteString("SELECT COUNT(*) FROM (")
		ranking(b)
		b.WriteString(") AS ranking")
		text, args := b.Query()
		rows := &sql.Rows{}
		if err := c.DB.Query(ctx, text, args, rows); err != nil {
			return nil, 0, fmt.Errorf("ranking: %w", err)
		}
		total, err = sql.ScanInt(rows)
		if err := first(err, rows.Close()); err != nil {
			return nil, 0, fmt.Errorf("ranking: %w", err)
		}
	}
	if page.Limit == 0 {
		return nil, total, nil
	}
	b := &sql.Builder{}
	b.SetDialect(c.DB.Dialect())
	b.WriteString("SELECT id, score FROM (")
	ranking(b)
	b.WriteString(") AS ranking WHERE 1 = 1")
	if a := page.After; a != nil {
		b.WriteString(" AND (score < ").Arg(a.Score).WriteString(" OR score = ").Arg(a.Score).WriteString(" AND id > ").Arg(a.ID).WriteString(")")
	}
	if a := page.Before; a != nil {
		b.WriteString(" AND (score > ").Arg(a.Score).WriteString(" OR score = ").Arg(a.Score).WriteString(" AND id < ").Arg(a.ID).WriteString(")")
	}
	if page.FromEnd {
		b.WriteString(" ORDER BY score ASC, id DESC")
	} else {
		b.WriteString(" ORDER BY score DESC, id ASC")
	}
	text, args := b.WriteString(fmt.Sprintf(" LIMIT %d", page.Limit)).Query()
	rows := &sql.Rows{}
	if err := c.DB.Query(ctx, text, args, rows); err != nil {
		return nil, 0, fmt.Errorf("ranking: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Ranked
		if err := rows.Scan(&r.ID, &r.Score); err != nil {
			return nil, 0, fmt.Errorf("ranking: %w", err)
		}
		found = append(found, r)
	}
	return found, total, rows.Err()
}

// WhySimilar says for each of the organizations why it was found: two reads for the page.
func (c *Core) WhySimilar(ctx context.Context, organizationID string, ids []string) (map[string][]Because, error) {
	p, err := c.profileOf(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	others, err := c.Ent.Organization.Query().Where(organization.IDIn(ids...)).WithCauses().WithRegion().All(ctx)
	if err != nil {
		return nil, err
	}
	why := make(map[string][]Because, len(others))
	for _, o := range others {
		var causes []string
		for _, k := range o.Edges.Causes {
			causes = append(causes, k.ID)
		}
		reasons := p.causeReasons(causes)
		if r := o.Edges.Region; r != nil && p.province != "" && province(r.Path) != p.province {
			reasons = append(reasons, Because{Code: ReasonOtherRegion, Key: "reason.otherRegion", NameZH: r.NameZh, NameEN: r.NameEn})
		}
		switch {
		case slices.Contains(p.stage, any(string(o.Stage))):
			reasons = append(reasons, Because{Code: ReasonSameStage, Key: "reason.sameStage"})
		case slices.Contains(p.close, any(string(o.Stage))):
			reasons = append(reasons, Because{Code: ReasonNearStage, Key: "reason.nearStage"})
		}
		why[o.ID] = reasons
	}
	return why, nil
}

// WhySuggested says for each of the circles why it was found.
func (c *Core) WhySuggested(ctx context.Context, organizationID string, ids []string) (map[string][]Because, error) {
	p, err := c.profileOf(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	others, err := c.Ent.Circle.Query().Where(circle.IDIn(ids...)).WithCauses().All(ctx)
	if err != nil {
		return nil, err
	}
	why := make(map[string][]Because, len(others))
	for _, o := range others {
		var causes []string
		for _, k := range o.Edges.Causes {
			causes = append(causes, k.ID)
		}
		why[o.ID] = p.causeReasons(causes)
	}
	return why, nil
}

// causeReasons are the causes of another that are the profile's own, then those beside them.
func (p *profile) causeReasons(causes []string) (reasons []Because) {
	for _, kind := range []struct {
		code, key string
		among     []any
	}{{ReasonSameCause, "reason.sameCause", p.same}, {ReasonNearCause, "reason.nearCause", p.near}} {
		for _, id := range causes {
			if slices.Contains(kind.among, any(id)) {
				reasons = append(reasons, Because{Code: kind.code, Key: kind.key, NameZH: p.names[id].NameZH, NameEN: p.names[id].NameEN})
			}
		}
	}
	return reasons
}
