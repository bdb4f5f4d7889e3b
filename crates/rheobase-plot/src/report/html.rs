//! HTML that cannot be built with unescaped text.

use crate::scene::svg::escape;

/// A piece of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Html(String);

impl Html {
    /// Our own markup; `&'static` keeps anything given by a user out.
    pub fn raw(mut self, markup: &'static str) -> Self {
        self.0.push_str(markup);
        self
    }

    /// A text of the user, escaped.
    pub fn text(mut self, text: &str) -> Self {
        self.0.push_str(&escape(text));
        self
    }

    /// `<tag>text</tag>`
    pub fn element(self, tag: &'static str, text: &str) -> Self {
        self.open(tag).text(text).close(tag)
    }

    pub fn open(self, tag: &'static str) -> Self {
        self.raw("<").raw(tag).raw(">")
    }

    pub fn close(self, tag: &'static str) -> Self {
        // `<td class="…">` is closed by `</td>`.
        let name = tag.split(' ').next().unwrap_or(tag);
        self.raw("</").raw(name).raw(">\n")
    }

    /// Another piece, whole.
    pub fn piece(mut self, piece: &Html) -> Self {
        self.0.push_str(&piece.0);
        self
    }

    /// One piece for each of `items`.
    pub fn each<T>(
        self,
        items: impl IntoIterator<Item = T>,
        make: impl Fn(Html, T) -> Html,
    ) -> Self {
        items.into_iter().fold(self, make)
    }

    /// A drawing made by this crate, which has escaped its texts itself.
    pub fn drawing(mut self, svg: &str) -> Self {
        self.0.push_str(svg);
        self
    }

    pub fn into_string(self) -> String {
        self.0
    }
}
