package core

import (
	"context"
	"fmt"

	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/ent"
	"github.com/tongxing/tongxing/ent/cause"
	"github.com/tongxing/tongxing/ent/region"
	"github.com/tongxing/tongxing/reference"
)

// RegionID and CauseID are the ids of the rows of a code and a key.
func RegionID(code string) string { return "reg_" + code }

// CauseID is the id of the cause of a key.
func CauseID(key string) string { return "cau_" + key }

// bulk is how many rows one INSERT has: SQLite allows 32,766 arguments, PostgreSQL 65,535.
const bulk = 500

// SeedPlaces writes the regions and causes of the reference tables that the database does not have yet.
func (c *Core) SeedPlaces(ctx context.Context) error {
	ctx = access.System(ctx)
	regions, causes := reference.Regions(), reference.Causes()
	haveR, err := c.Ent.Region.Query().Count(ctx)
	if err != nil {
		return fmt.Errorf("regions: %w", err)
	}
	haveC, err := c.Ent.Cause.Query().Count(ctx)
	if err != nil {
		return fmt.Errorf("causes: %w", err)
	}
	if haveR == len(regions) && haveC == len(causes) {
		return nil
	}
	return c.DB.Write(ctx, func(ctx context.Context) error {
		for part := range chunks(regions) {
			rows := make([]*ent.RegionCreate, len(part))
			for i, r := range part {
				rows[i] = c.Ent.Region.Create().SetID(RegionID(r.Code)).SetCode(r.Code).SetNameZh(r.NameZH).SetNameEn(r.NameEN).
					SetKind(string(r.Kind)).SetPath(r.Path)
				if r.Parent != "" {
					rows[i].SetParentID(RegionID(r.Parent))
				}
			}
			if err := c.Ent.Region.CreateBulk(rows...).OnConflictColumns(region.FieldID).Ignore().Exec(ctx); err != nil {
				return fmt.Errorf("regions: %w", err)
			}
		}
		rows := make([]*ent.CauseCreate, len(causes))
		for i, k := range causes {
			rows[i] = c.Ent.Cause.Create().SetID(CauseID(k.Key)).SetKey(k.Key).SetNameZh(k.NameZH).SetNameEn(k.NameEN).SetPath(k.Path)
			if k.Parent != "" {
				rows[i].SetParentID(CauseID(k.Parent))
			}
		}
		if err := c.Ent.Cause.CreateBulk(rows...).OnConflictColumns(cause.FieldID).Ignore().Exec(ctx); err != nil {
			return fmt.Errorf("causes: %w", err)
		}
		return nil
	})
}

// chunks cuts a slice into parts of at most bulk entries.
func chunks[T any](all []T) func(func([]T) bool) {
	return func(yield func([]T) bool) {
		for len(all) > 0 {
			n := min(bulk, len(all))
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}
