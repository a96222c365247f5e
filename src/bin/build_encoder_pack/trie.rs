//! Lays a sorted list of pieces out as the trie of the pack, in breadth-first order.

/// The three sections of the trie, and the pieces in the order that they give them.
pub struct Trie {
    /// Byte that leads to the node, low 8 bits; first child, high 24.
    pub nodes: Vec<u32>,
    /// A bit a node: a piece ends here.
    pub ends: Vec<u64>,
    /// Pieces that end before each word of `ends`.
    pub ranks: Vec<u32>,
    /// For each piece of the pack, its place in the list given.
    pub order: Vec<usize>,
}

/// Builds the trie of distinct, non-empty pieces that are sorted by their bytes.
pub fn build(sorted: &[&[u8]]) -> Trie {
    let mut trie = Trie { nodes: Vec::new(), ends: Vec::new(), ranks: Vec::new(), order: Vec::new() };
    // A node is the range of pieces that share its prefix, all `depth` bytes long or longer.
    let mut level = vec![(0u8, 0..sorted.len())];
    let mut first_child = 1;
    for depth in 0.. {
        let mut next = Vec::new();
        for (label, range) in level {
            let ends_here = sorted.get(range.start).is_some_and(|piece| piece.len() == depth);
            push(&mut trie, label, first_child, ends_here.then_some(range.start));
            let n_before = next.len();
            let longer = range.start + usize::from(ends_here)..range.end;
            for chunk in sorted[longer.clone()].chunk_by(|a, b| a[depth] == b[depth]) {
                let start = next.last().filter(|_| next.len() > n_before);
                let start = start.map_or(longer.start, |(_, r): &(u8, std::ops::Range<usize>)| r.end);
                next.push((chunk[0][depth], start..start + chunk.len()));
            }
            first_child += (next.len() - n_before) as u32;
        }
        if next.is_empty() {
            break;
        }
        level = next;
    }
    trie.nodes.push(first_child << 8);
    trie
}

fn push(trie: &mut Trie, label: u8, first_child: u32, piece: Option<usize>) {
    let node = trie.nodes.len();
    if node.is_multiple_of(64) {
        trie.ends.push(0);
        trie.ranks.push(trie.order.len() as u32);
    }
    trie.nodes.push(first_child << 8 | u32::from(label));
    if let Some(piece) = piece {
        trie.ends[node / 64] |= 1 << (node % 64);
        trie.order.push(piece);
    }
}
