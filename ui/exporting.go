package ui

import (
	"path"

	"dowse/client/document"
	"dowse/client/mapping/emit"
	"dowse/client/sample"
	"dowse/client/schema"
	"dowse/collections/disk"
	"dowse/ui/draw/theme"
	"dowse/ui/widget/dialog"
)

// chooseExport asks what the mapping is to be written for.
func (m *mappings) chooseExport() {
	g := m.mapperBelow()
	if g == nil {
		return
	}
	made := g.Mapping()
	if made.ID == "" {
		m.saveMapping(g, m.chooseExport)
		return
	}
	var choices []dialog.Choice
	for _, f := range emit.Formats() {
		choices = append(choices, dialog.Choice{Title: f.Name, Help: f.Title, Msg: doing(func() { m.export(g, f) })})
	}
	m.show(dialog.NewCard(m.look.theme, dialog.CardOptions{Title: "Export " + made.ID, What: "What is it for?", Means: "It is written to a file beside the mapping.", Choices: choices}))
}

// export writes a mapping for another tool.
func (m *mappings) export(g *mapper, f emit.Format) {
	c := m.session.Collection
	made := g.Mapping()
	in, err := emit.About(c, &made, m.session.EnvironmentName())
	if err != nil {
		m.fail(err)
		return
	}
	in.Source = shapeOf(g.rows)
	text, err := f.Write(in)
	if err != nil {
		m.say(theme.Bad, f.Name+" cannot say this mapping: "+err.Error())
		return
	}
	name := path.Join("mappings", path.Dir(made.ID), f.File(&made))
	if err := disk.Put(c.Root, name, text); err != nil {
		m.fail(err)
		return
	}
	m.say(theme.Good, "written to "+name)
}

// shapeOf is what rows allow to claim.
func shapeOf(rows [][]byte) *schema.Shape {
	s := schema.New()
	for _, row := range rows {
		d := document.ParseJSON(sample.Redacted(row))
		s.Add(d, d.Root())
	}
	return s.Shape()
}
