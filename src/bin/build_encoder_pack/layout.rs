//! Writes the pack: the sections of the layout that `mtlint::encoder::pack` documents.
//!
//! The bytes depend on the model and on the pieces kept, on nothing else.

use crate::model::Model;
use crate::pack_bytes::{self, assembled};
use crate::trie;
use anyhow::{Result, ensure};
use mtlint::encoder::pack::{
    BLOCK, FEED, HIDDEN, MAGIC, N_HEADS, N_LAYERS, N_POSITIONS, N_SECTIONS, SOURCE_BLOCK, interleaved, to_half,
};

/// The pack with the pieces of the model whose numbers are in `kept`, and for each piece of the
/// pack its number in the model.
pub fn pack(model: &Model, kept: &[usize]) -> Result<(Vec<u8>, Vec<usize>)> {
    let mut kept = kept.to_vec();
    kept.sort_by(|&a, &b| model.pieces[a].text.cmp(&model.pieces[b].text));
    let texts: Vec<&[u8]> = kept.iter().map(|&i| &model.pieces[i].text[..]).collect();
    ensure!(texts.windows(2).all(|pair| pair[0] < pair[1]), "two pieces are spelt alike");
    let trie = trie::build(&texts);
    ensure!(trie.nodes.len() < 1 << 24, "the trie is too large");
    let order: Vec<usize> = trie.order.iter().map(|&i| kept[i]).collect();

    let mut sections = vec![
        trie.nodes.iter().flat_map(|v| v.to_le_bytes()).collect(),
        trie.ends.iter().flat_map(|v| v.to_le_bytes()).collect(),
        trie.ranks.iter().flat_map(|v| v.to_le_bytes()).collect(),
        order.iter().flat_map(|&i| model.pieces[i].score.to_le_bytes()).collect(),
    ];
    sections.extend(normalisation(model));
    sections.push(embeddings(model, &order)?);
    sections.push(positions(model)?);
    sections.push([model.tensor("emb.ln.w")?, model.tensor("emb.ln.b")?].concat());
    for layer in 0..N_LAYERS {
        sections.extend(layer_sections(model, layer)?);
    }
    ensure!(sections.len() == N_SECTIONS, "{} sections", sections.len());
    Ok((assembled(&header(model, order.len()), &sections), order))
}

fn header(model: &Model, n_pieces: usize) -> Vec<u8> {
    let sizes = [HIDDEN, N_LAYERS, N_HEADS, FEED, N_POSITIONS, N_SECTIONS, n_pieces];
    let mut header = pack_bytes::header(MAGIC, &sizes);
    // As in the engine: ten less than the least of all published scores.
    let least = model.pieces.iter().map(|piece| piece.score).fold(f32::INFINITY, f32::min);
    header.extend((least - 10.0).to_le_bytes());
    header.extend([0; 8]);
    header
}

fn normalisation(model: &Model) -> [Vec<u8>; 3] {
    let [mut from, mut starts, mut to] = [const { Vec::new() }; 3];
    for replacement in &model.replacements {
        from.extend(replacement.from.to_le_bytes());
        starts.extend((to.len() as u32 / 4).to_le_bytes());
        to.extend(replacement.to.iter().flat_map(|c| c.to_le_bytes()));
    }
    starts.extend((to.len() as u32 / 4).to_le_bytes());
    [from, starts, to]
}

fn embeddings(model: &Model, order: &[usize]) -> Result<Vec<u8>> {
    let table = model.tensor("emb.word")?;
    let row_len = HIDDEN / BLOCK * SOURCE_BLOCK;
    let rows = order.iter().chain(&model.controls[..3]);
    Ok(rows.flat_map(|&row| &table[row * row_len..(row + 1) * row_len]).copied().collect())
}

/// Position and token-type embeddings are always added to each other first.
fn positions(model: &Model) -> Result<Vec<u8>> {
    let kind = floats(&model.tensor("emb.type")?[..4 * HIDDEN]);
    let positions = floats(model.tensor("emb.pos")?);
    let sums = positions.iter().zip(kind.iter().cycle()).map(|(a, b)| a + b);
    Ok(sums.flat_map(|sum| to_half(sum).to_le_bytes()).collect())
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
}

fn layer_sections(model: &Model, layer: usize) -> Result<Vec<Vec<u8>>> {
    let tensor = |name: &str| model.tensor(&format!("l{layer}.{name}"));
    let qkv = [tensor("q.w")?, tensor("k.w")?, tensor("v.w")?].concat();
    Ok(vec![
        interleaved(&qkv, HIDDEN),
        [tensor("q.b")?, tensor("k.b")?, tensor("v.b")?].concat(),
        interleaved(tensor("ao.w")?, HIDDEN),
        tensor("ao.b")?.to_vec(),
        [tensor("aln.w")?, tensor("aln.b")?].concat(),
        interleaved(tensor("fi.w")?, HIDDEN),
        tensor("fi.b")?.to_vec(),
        interleaved(tensor("fo.w")?, FEED),
        tensor("fo.b")?.to_vec(),
        [tensor("oln.w")?, tensor("oln.b")?].concat(),
    ])
}
