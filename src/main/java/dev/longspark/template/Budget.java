package dev.longspark.template;

/**
 * What one rendering may use up. Every loop over elements or characters, inside expressions too,
 * asks here first, so that a template ends within bounded time and memory; the same template and
 * variables always end at the same point. Long variables raise the limits.
 */
final class Budget {
  /** Expressions, statements, elements visited; 16 characters count as one. */
  static final long STEPS = 5_000_000;

  /** UTF-16 units of all texts that are made, the output among them. */
  static final long CHARACTERS = 1L << 25;

  /** Elements of all lists, tuples and dicts that are made. */
  static final long CELLS = 1L << 21;

  /** Calls within calls: macros, call blocks, recursive loops. */
  static final int CALLS = 200;

  /** Expressions and statements within each other, calls included. */
  static final int DEPTH = 2_500;

  /** Lists within lists, as far as they are printed, compared or hashed. */
  static final int NESTING = 500;

  private final long maxSteps;
  private final long maxCharacters;
  private final long maxCells;
  private long steps;
  private long characters;
  private long cells;
  private int calls;
  private int depth;
  private int nesting;

  /**
   * @param given UTF-16 units of the variables' texts
   */
  Budget(long given) {
    this.maxSteps = STEPS + 8 * given;
    this.maxCharacters = CHARACTERS + 16 * given;
    this.maxCells = CELLS + given;
  }

  void step() {
    steps(1);
  }

  void steps(long count) {
    steps += count;
    if (steps > maxSteps) {
      throw Fault.limit("takes more than %d steps", maxSteps);
    }
  }

  /** Before characters are looked at. */
  void scan(long count) {
    steps(count / 16);
  }

  /** Before a text of so many characters is made. */
  void characters(long count) {
    characters += count;
    if (characters > maxCharacters || count > maxCharacters) {
      throw Fault.limit("makes more than %d characters of text", maxCharacters);
    }
    scan(count);
  }

  /** Before a collection of so many elements is made. */
  void cells(long count) {
    cells += count;
    if (cells > maxCells || count > maxCells) {
      throw Fault.limit("makes lists of more than %d elements", maxCells);
    }
    steps(count);
  }

  void enterCall() {
    if (++calls > CALLS) {
      throw Fault.limit("calls are nested deeper than %d", CALLS);
    }
  }

  void leaveCall() {
    calls--;
  }

  void enter() {
    step();
    if (++depth > DEPTH) {
      throw Fault.limit("expressions are nested deeper than %d", DEPTH);
    }
  }

  void leave() {
    depth--;
  }

  /** Before the elements of a collection are visited by one operation. */
  void enterValue() {
    step();
    if (++nesting > NESTING) {
      throw Fault.limit("lists are nested deeper than %d", NESTING);
    }
  }

  void leaveValue() {
    nesting--;
  }
}
