// Confidence in words: what speaks for a row, what against it, what is missing.

const EVIDENCE = {
  numbers: [[990, "the numbers agree", 1], [500, "some numbers differ", -1], [0, "the numbers differ", -1]],
  cognate: [[700, "the names match", 1], [400, "some names match", 1], [0, "few names match", -1]],
  lexical: [[550, "the words translate one another", 1], [300, "some words translate one another", 1],
    [0, "few words are known to translate one another", -1]],
  length: [[750, "the length is as expected", 1], [450, "the lengths differ somewhat", -1],
    [0, "the lengths differ widely", -1]],
  position: [[600, "", 1], [0, "it stands away from its expected place", -1]],
  role: [[500, "", 1], [0, "the speakers’ roles differ", -1]],
};

function figure(thousandths) {
  return thousandths > 990 ? "over 0.99" : (thousandths / 1000).toFixed(2);
}

const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const LONGEST = 6000; // characters of a row in which numbers and names are counted

function several(count, noun) {
  return `${SMALL[count] ?? count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

// How many numbers and names of a row stand in all of its cells: names are words with a capital inside a sentence.
function tally(level, row, shown) {
  const cells = shown.map((k) => cellParts(level.text[k][row])).filter((parts) => parts.length);
  if (cells.length < 2 || cells.reduce((sum, parts) => sum + parts.join("").length, 0) > LONGEST) return { numbers: 0, names: 0, named: 0 };
  const words = cells.map((parts) => parts.flatMap((part) => [...part.matchAll(WORD)].map((match) => [match[0], match.index === 0])));
  const isName = (word) => word.length > 2 && /^\p{Lu}/u.test(word);
  const everywhere = (word, fits) => words.slice(1).every((cell) => cell.some(([other]) => fits(other) && isSame(word, other)));
  const [first] = words;
  const unique = (found) => found.filter((word, n) => found.findIndex((other) => isSame(word, other)) === n);
  const numbers = unique(first.map(([word]) => word).filter((word) => /\p{N}/u.test(word)));
  const names = unique(first.filter(([word, opens]) => !opens && isName(word)).map(([word]) => word));
  return {
    numbers: numbers.filter((word) => everywhere(word, () => true)).length,
    names: names.filter((word) => everywhere(word, isName)).length,
    named: names.length,
  };
}

// "Three names and two numbers match" in place of the figure's own words, where they can be counted.
function counts({ numbers, names }) {
  const parts = [names && several(names, "name"), numbers && several(numbers, "number")].filter(Boolean);
  return parts.length ? `${inList(parts)} match${parts.length === 1 && names + numbers === 1 ? "es" : ""}` : "";
}

function weigh(level, row, shown) {
  const reasons = { 1: [], "-1": [] };
  const found = tally(level, row, shown);
  const matches = counts(found);
  if (matches) reasons[1].push(matches);
  for (const [name, scale] of Object.entries(EVIDENCE)) {
    const value = level.evidence[name][row];
    if (value === null) continue;
    const [, words, side] = scale.find(([least]) => value >= least);
    const said = side > 0 && matches && (name === "numbers" || name === "cognate");
    const nameless = side < 0 && name === "cognate" && !found.named;
    if (words && !said && !nameless) reasons[side].push(words);
  }
  return reasons;
}

// Sentences: the reasons, the weakest pair, omissions, what stands elsewhere.
function explain(doc, levelName, row, shown) {
  const level = doc.levels[levelName];
  const names = (ks) => inList(ks.map((k) => doc.languages[k].name));
  const reasons = weigh(level, row, shown);
  const lines = [sentence(reasons[1].join("; ")), reasons["-1"].length ? `But ${inList(reasons["-1"])}.` : ""];
  const weakest = weakestPair(level, row, level.sure === level.confidence ? doc.languages.map((_, k) => k) : shown);
  if (weakest && weakest[2] < 900 && doc.languages.length > 2) {
    lines.push(`Least sure between ${names(weakest.slice(0, 2))} (${figure(weakest[2])}).`);
  }
  const empty = shown.filter((k) => level.text[k][row] === null);
  if (empty.length) lines.push(`Nothing stands for it in ${names(empty)}.`);
  const crossing = shown.filter((k) => level.crossing[k].has(row));
  if (crossing.length) lines.push(`Out of order in ${names(crossing)}.`);
  if (!lines.some(Boolean) && level.sure[row] >= 900) lines.push("Each language fits the others.");
  return lines.filter(Boolean).join(" ").replace(/^But (\w)/, (_, first) => first.toUpperCase());
}

function verdict(doc, levelName, row) {
  const confidence = doc.levels[levelName].sure[row];
  return `${figure(confidence)}, ${STEPS[stepOf(doc, confidence)]}`;
}

// "Question 3", "Answer 3": each turn row by its role and its number among those of the role.
function turnNames(doc) {
  const seen = [0, 0, 0];
  return doc.turns.role.map((role) => {
    seen[role] += 1;
    return `${sentence(ROLES[role]).slice(0, -1)} ${seen[role]}`;
  });
}
