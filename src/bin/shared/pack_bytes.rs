//! The bytes of a pack, as `mtlint::encoder::pack` documents them.

/// The header, the table of the sections, then these, each at a multiple of 64.
pub fn assembled(header: &[u8], sections: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = header.to_vec();
    bytes.resize(header.len() + 16 * sections.len(), 0);
    for (idx, section) in sections.iter().enumerate() {
        bytes.resize(bytes.len().next_multiple_of(64), 0);
        let entry = [bytes.len() as u64, section.len() as u64].map(u64::to_le_bytes);
        bytes[header.len() + 16 * idx..][..16].copy_from_slice(entry.as_flattened());
        bytes.extend(section);
    }
    bytes
}

/// The magic bytes and the sizes, which a header begins with.
pub fn header(magic: [u8; 8], sizes: &[usize]) -> Vec<u8> {
    magic.into_iter().chain(sizes.iter().flat_map(|&size| (size as u32).to_le_bytes())).collect()
}
