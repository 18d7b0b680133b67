//! The document itself: pages, tags, outline, and what programs read about it.

use crate::{
    content::{Content, Style},
    layout::{EDGE, FOOT, HEAD, Line, MARGIN, PAGE, Pages, WIDTH, shortened},
    text::{Face, Faces},
};
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect, Transform},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, Node, Tag, TagGroup, TagKind, TagTree,
    },
};
use praxis_kernel::{Failure, Timestamp};
use std::num::NonZeroU16;

const BLACK: u8 = 0;
const GREY: u8 = 85;
/// Light enough to read what is printed over it, dark enough to survive a copy.
const PALE: u8 = 234;
/// Cosine and sine of the angle at which the mark of a draft lies across the page.
const SLOPE: (f32, f32) = (0.6, 0.8);
/// Length of that mark.
const MARK: f32 = 620.0;

/// Writes the document.
pub fn document(content: &Content, pages: &Pages, faces: &Faces) -> Result<Vec<u8>, Failure> {
    let mut document = Document::new_with(settings()?);
    let mut parts: Vec<Vec<Identifier>> = content.blocks.iter().map(|_| vec![]).collect();
    let size = PageSettings::from_wh(PAGE.0, PAGE.1)
        .ok_or_else(|| Failure::internal(anyhow::anyhow!("no such paper")))?;
    for (at, lines) in pages.pages.iter().enumerate() {
        let mut page = document.start_page_with(size.clone());
        let mut surface = page.surface();
        let mut sheet = Sheet {
            surface: &mut surface,
            content,
            faces,
        };
        sheet.draft();
        sheet.head(&pages.head);
        for line in lines {
            let part = sheet.line(line);
            if let Some(parts) = parts.get_mut(line.block) {
                parts.push(part);
            }
        }
        sheet.foot(at + 1, pages.pages.len());
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tags(content, parts));
    document.set_outline(outline(content, pages));
    document.set_metadata(metadata(content));
    document.finish().map_err(Failure::internal)
}

fn settings() -> Result<SerializeSettings, Failure> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| Failure::internal(anyhow::anyhow!("{error:?}")))?;
    Ok(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    })
}

/// One page while it is drawn.
struct Sheet<'a, 'b> {
    surface: &'a mut Surface<'b>,
    content: &'a Content,
    faces: &'a Faces,
}

impl Sheet<'_, '_> {
    fn letters(&mut self, face: &Face, size: f32, grey: u8, at: (f32, f32), text: &str) {
        self.surface.set_fill(Some(Fill {
            paint: luma::Color::new(grey).into(),
            ..Fill::default()
        }));
        let (start, glyphs) = (Point::from_xy(at.0, at.1), face.glyphs(text));
        self.surface
            .draw_glyphs(start, &glyphs, face.font(), text, size, false);
    }

    /// What everybody reads on each page belongs to the page, not to the note.
    fn artifact(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        let artifact = Artifact::with_kind(kind);
        self.surface.start_tagged(ContentTag::Artifact(artifact));
        draw(self);
        self.surface.end_tagged();
    }

    fn frame(&mut self, kind: ArtifactType, rect: Option<Rect>, grey: u8, width: f32) {
        let mut path = PathBuilder::new();
        if let Some(rect) = rect {
            path.push_rect(rect);
        }
        if let Some(path) = path.finish() {
            self.artifact(kind, |sheet| {
                sheet.surface.set_fill(None);
                sheet.surface.set_stroke(Some(Stroke {
                    paint: luma::Color::new(grey).into(),
                    width,
                    ..Stroke::default()
                }));
                sheet.surface.draw_path(&path);
                sheet.surface.set_stroke(None);
            });
        }
    }

    /// The mark of a draft across the page, under everything else.
    fn draft(&mut self) {
        if self.content.signed {
            return;
        }
        let (face, text) = (&self.faces.semibold, self.content.labels.unsigned);
        let size = MARK / face.width(text, 1.0);
        let (cosine, sine) = SLOPE;
        let middle = (PAGE.0 / 2.0, PAGE.1 / 2.0);
        let place = Transform::from_row(cosine, -sine, sine, cosine, middle.0, middle.1);
        self.artifact(ArtifactType::Watermark, |sheet| {
            sheet.surface.push_transform(&place);
            sheet.letters(face, size, PALE, (-MARK / 2.0, size * 0.35), text);
            sheet.surface.pop();
        });
    }

    fn head(&mut self, identity: &[String]) {
        let (content, faces) = (self.content, self.faces);
        let mark = if content.signed {
            ""
        } else {
            content.labels.unsigned
        };
        let wide = faces.semibold.width(mark, EDGE.0);
        let clinic = shortened(&faces.regular, &content.clinic, WIDTH - wide - 12.0);
        let mut y = HEAD;
        self.artifact(ArtifactType::Header, |sheet| {
            sheet.letters(&faces.regular, EDGE.0, GREY, (MARGIN, y), &clinic);
            let x = MARGIN + WIDTH - wide;
            sheet.letters(&faces.semibold, EDGE.0, BLACK, (x, y), mark);
            for line in identity {
                y += EDGE.1;
                sheet.letters(&faces.semibold, EDGE.0, BLACK, (MARGIN, y), line);
            }
        });
        self.rule(ArtifactType::Header, y + 5.0);
    }

    fn foot(&mut self, page: usize, of: usize) {
        let (content, faces) = (self.content, self.faces);
        let number = format!("{} {page}/{of}", content.labels.page);
        let wide = faces.regular.width(&number, EDGE.0);
        let state = shortened(&faces.regular, &content.state, WIDTH - wide - 12.0);
        self.rule(ArtifactType::Footer, FOOT - 14.0);
        self.artifact(ArtifactType::Footer, |sheet| {
            sheet.letters(&faces.regular, EDGE.0, GREY, (MARGIN, FOOT), &state);
            let x = MARGIN + WIDTH - wide;
            sheet.letters(&faces.regular, EDGE.0, GREY, (x, FOOT), &number);
        });
    }

    fn rule(&mut self, kind: ArtifactType, y: f32) {
        self.frame(kind, Rect::from_xywh(MARGIN, y, WIDTH, 0.01), GREY, 0.6);
    }

    fn line(&mut self, line: &Line) -> Identifier {
        let style = self.content.blocks.get(line.block).map(|block| block.style);
        if style == Some(Style::Mark) {
            let rect = Rect::from_xywh(MARGIN, line.y - line.size - 4.0, WIDTH, line.size + 10.0);
            self.frame(ArtifactType::Layout, rect, BLACK, 1.2);
        }
        let part = self.surface.start_tagged(ContentTag::Other);
        let faces = self.faces;
        for run in &line.runs {
            let face = if run.bold {
                &faces.semibold
            } else {
                &faces.regular
            };
            self.letters(face, line.size, BLACK, (MARGIN + run.x, line.y), &run.text);
        }
        self.surface.end_tagged();
        part
    }
}

/// The document as whoever cannot see it hears it.
fn tags(content: &Content, parts: Vec<Vec<Identifier>>) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(content.labels.tag.to_owned()));
    for (block, parts) in content.blocks.iter().zip(parts) {
        let heading = |level| TagKind::from(Tag::Hn(level, Some(block.text.clone())));
        let tag = match block.style {
            Style::Title => heading(NonZeroU16::MIN),
            Style::Heading => heading(NonZeroU16::MIN.saturating_add(1)),
            Style::Mark | Style::Field | Style::Text | Style::Small => Tag::P.into(),
        };
        let children = parts.into_iter().map(Node::from).collect();
        tree.push(TagGroup::with_children(tag, children));
    }
    tree
}

fn outline(content: &Content, pages: &Pages) -> Outline {
    let mut outline = Outline::new();
    for (page, lines) in pages.pages.iter().enumerate() {
        for line in lines {
            let Some(block) = content.blocks.get(line.block) else {
                continue;
            };
            if matches!(block.style, Style::Title | Style::Heading) {
                let place = Point::from_xy(MARGIN, line.y - line.size);
                let place = XyzDestination::new(page, place);
                outline.push_child(OutlineNode::new(block.text.clone(), place));
            }
        }
    }
    outline
}

fn metadata(content: &Content) -> Metadata {
    let metadata = Metadata::new()
        .title(content.title.clone())
        .language(content.labels.tag.to_owned())
        .creator("Praxis".to_owned())
        .document_id(content.identifier.clone());
    metadata.creation_date(date_time(content.changed_at))
}

fn date_time(at: Timestamp) -> DateTime {
    let at = at.get().to_zoned(jiff::tz::TimeZone::UTC);
    let small = |number: i8| u8::try_from(number).unwrap_or(0);
    DateTime::new(u16::try_from(at.year()).unwrap_or(0))
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
