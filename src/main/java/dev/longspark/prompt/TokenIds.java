package dev.longspark.prompt;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable sequence of token ids. */
public final class TokenIds implements Serializable {
  private final int[] ids;

  private TokenIds(int[] ids) {
    this.ids = ids;
  }

  /**
   * The given ids.
   *
   * @throws ArithmeticException if one does not fit an int
   */
  public static TokenIds of(long... ids) {
    return new TokenIds(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray());
  }

  public int size() {
    return ids.length;
  }

  /**
   * The id at an index from 0.
   *
   * @throws ArrayIndexOutOfBoundsException if there is none
   */
  public int at(int index) {
    return ids[index];
  }

  /** The first ids. */
  public TokenIds head(int count) {
    return new TokenIds(Arrays.copyOf(ids, checked(count)));
  }

  /** The last ids. */
  public TokenIds tail(int count) {
    return new TokenIds(Arrays.copyOfRange(ids, ids.length - checked(count), ids.length));
  }

  public IntStream stream() {
    return Arrays.stream(ids);
  }

  public long[] toLongArray() {
    return Arrays.stream(ids).asLongStream().toArray();
  }

  private int checked(int count) {
    if (count < 0 || count > ids.length) {
      throw new IllegalArgumentException(
          "Invalid count: " + count + " (must be from 0 to " + ids.length + ")");
    }
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenIds that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return Arrays.toString(ids);
  }
}
