package dev.longspark.compression;

/** One token for every four bytes of UTF-8, rounded up: about what GPT's vocabularies need. */
final class Utf8Counter implements TokenCounter {
  private static final int BYTES_PER_TOKEN = 4;

  @Override
  public int count(String text) {
    int bytes = text.codePoints().map(Utf8Counter::bytes).sum();
    return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }

  private static int bytes(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return Character.isBmpCodePoint(codePoint) ? 3 : 4;
  }
}
