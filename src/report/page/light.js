// Lights up the word under the pointer, or else the focused one, and the words it is linked to.
const beads = document.querySelector(".beads");
let lit = [];

function light(word) {
  for (const old of lit) old.classList.remove("lit");
  const linked = word ? word.dataset.to.split(" ").map((id) => document.getElementById(id)) : [];
  lit = [word, ...linked].filter(Boolean);
  for (const each of lit) each.classList.add("lit");
}

const wordAt = (element) => element?.closest?.("[data-to]") ?? null;
const focused = () => wordAt(document.activeElement);

beads.addEventListener("pointerover", (event) => light(wordAt(event.target) ?? focused()));
beads.addEventListener("pointerleave", () => light(focused()));
beads.addEventListener("focusin", (event) => light(wordAt(event.target)));
beads.addEventListener("focusout", () => light(null));

// The arrow keys go from word to word within a group, the way the text runs.
beads.addEventListener("keydown", (event) => {
  const bead = event.target.closest(".bead");
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!bead || !plain || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
  const runsLeft = getComputedStyle(event.target).direction === "rtl";
  const step = (event.key === "ArrowRight") === runsLeft ? -1 : 1;
  const words = [...bead.querySelectorAll("[data-to]")];
  const next = words.indexOf(event.target) + step;
  if (next < -1 || next >= words.length) return;
  event.preventDefault();
  (words[next] ?? bead).focus();
});
