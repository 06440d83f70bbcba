package dev.longspark.engine.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Storages and retentions by their names, with settings as a study writes them. */
public final class CacheKinds {
  /** The word for a policy that drops nothing. */
  public static final String ALL = "all";

  private CacheKinds() {}

  /** The names of all storages. */
  public static List<String> storages() {
    return Storage.kinds().stream().map(Storage::program).toList();
  }

  /** The names of what may be kept, {@link #ALL} first. */
  public static List<String> retentions() {
    List<String> names = new ArrayList<>(List.of(ALL));
    for (Retention retention : Retention.kinds()) {
      names.add(retention.program());
      if (retention.isUniform()) {
        names.add(retention.program() + Eviction.REROTATED);
      }
    }
    return names;
  }

  /**
   * A storage as a study writes it.
   *
   * @param kind one of {@link #storages()}
   * @param settings those that differ from the kind's own, by their names in a study
   * @throws IllegalArgumentException if the kind has no such setting or does not take the value
   */
  public static Storage storage(String kind, Map<String, String> settings) {
    Storage own =
        Storage.kinds().stream()
            .filter(each -> each.program().equals(kind))
            .findFirst()
            .orElseThrow();
    return KindSettings.with(own, kind, settings);
  }

  /**
   * A policy as a study writes it.
   *
   * @param kind one of {@link #retentions()}
   * @param settings {@code ratio} or {@code tokens}, {@code view}, and those that differ from the
   *     kind's own, by their names in a study
   * @param store in what form the tokens stay
   * @throws IllegalArgumentException if the kind has no such setting or does not take the value
   */
  public static CachePolicy policy(String kind, Map<String, String> settings, Storage store) {
    if (kind.equals(ALL)) {
      if (!settings.isEmpty()) {
        throw new IllegalArgumentException("Invalid keep: kind 'all' takes no other keys");
      }
      return store;
    }
    boolean isRerotated = kind.endsWith(Eviction.REROTATED);
    String name = isRerotated ? kind.substring(0, kind.lastIndexOf(Eviction.REROTATED)) : kind;
    Retention own =
        Retention.kinds().stream()
            .filter(each -> each.program().equals(name))
            .findFirst()
            .orElseThrow();
    Map<String, String> ofKind = new TreeMap<>(settings);
    String ratio = ofKind.remove("ratio");
    String tokens = ofKind.remove("tokens");
    String view = ofKind.remove("view");
    return new Eviction(
        KindSettings.with(own, kind, ofKind),
        isRerotated,
        budget(ratio, tokens),
        view(view),
        store);
  }

  private static Budget budget(String ratio, String tokens) {
    if (ratio != null && tokens != null) {
      throw new IllegalArgumentException(
          "Invalid ratio: " + ratio + " (give either a ratio or tokens, here " + tokens + ")");
    }
    if (tokens != null) {
      return new Budget.Tokens((int) KindSettings.read("tokens", int.class, tokens));
    }
    return ratio == null
        ? Budget.USUAL
        : new Budget.Ratio((double) KindSettings.read("ratio", double.class, ratio));
  }

  private static View view(String written) {
    return written == null ? View.PROMPT : (View) KindSettings.read("view", View.class, written);
  }
}
