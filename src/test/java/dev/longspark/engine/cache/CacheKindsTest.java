package dev.longspark.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CacheKindsTest {
  private static final Storage FULL = new FullCache();

  @Test
  void everyKindHasAName() {
    Set<Class<?>> storages =
        CacheKinds.storages().stream()
            .map(kind -> CacheKinds.storage(kind, Map.of()).getClass())
            .collect(Collectors.toSet());
    Set<Class<?>> retentions =
        CacheKinds.retentions().stream()
            .map(kind -> CacheKinds.policy(kind, Map.of(), FULL).keep())
            .flatMap(keep -> keep.stream())
            .map(Object::getClass)
            .collect(Collectors.toSet());

    assertEquals(Set.copyOf(Arrays.asList(Storage.class.getPermittedSubclasses())), storages);
    assertEquals(Set.copyOf(Arrays.asList(Retention.class.getPermittedSubclasses())), retentions);
  }

  @Test
  void aStorageByItselfKeepsEverything() {
    assertEquals(FULL, CacheKinds.policy("all", Map.of(), FULL));
    assertEquals(List.of(), FULL.kept(32, 1000));
  }

  @Test
  void settingsThatAreNotGivenAreTheKindsOwn() {
    assertEquals(
        new QuantizedCache(2, 64, 128), CacheKinds.storage("quantized", Map.of("bits", "2")));
    assertEquals(
        new Eviction(
            new StreamingLlm(8), true, new Budget.Tokens(100), View.CONTEXT, KiviCache.DEFAULT),
        CacheKinds.policy(
            "streamingllm-rerotated",
            Map.of("sinks", "8", "tokens", "100", "view", "context"),
            KiviCache.DEFAULT));
  }

  @Test
  void policiesShareAWordOnlyWhereTheyDoTheSame() {
    assertEquals(List.of(), FULL.changes());
    assertEquals(List.of("kvq"), QuantizedCache.DEFAULT.changes());
    assertEquals(List.of("quantized-2-64-128"), new QuantizedCache(2, 64, 128).changes());
    assertEquals(
        List.of("streamingllm", "kvq"),
        CacheKinds.policy("streamingllm", Map.of(), QuantizedCache.DEFAULT).changes());
    assertEquals(
        List.of("snapkv-64-7-max-mean-0.5-context"),
        CacheKinds.policy(
                "snapkv", Map.of("kernel", "7", "pooling", "max", "view", "context"), FULL)
            .changes());
  }

  @Test
  void refusesWhatAKindDoesNotTake() {
    assertFault(
        "Invalid sinks: kind 'quantized' takes no such setting (its own: bits, group-size,"
            + " residual-length)",
        () -> CacheKinds.storage("quantized", Map.of("sinks", "4")));
    assertFault(
        "Invalid sinks: '4.5' (must be a whole number)",
        () -> CacheKinds.policy("streamingllm", Map.of("sinks", "4.5"), FULL));
    assertFault(
        "Invalid sinks: -1 (must be >= 0)",
        () -> CacheKinds.policy("streamingllm", Map.of("sinks", "-1"), FULL));
    assertFault(
        "Invalid ratio: 1.0 (must be from 0 to below 1, the share that goes)",
        () -> CacheKinds.policy("streamingllm", Map.of("ratio", "1"), FULL));
    assertFault(
        "Invalid ratio: 0.5 (give either a ratio or tokens, here 9)",
        () -> CacheKinds.policy("streamingllm", Map.of("ratio", "0.5", "tokens", "9"), FULL));
    assertFault(
        "Invalid view: 'question' (one of: prompt, context)",
        () -> CacheKinds.policy("streamingllm", Map.of("view", "question"), FULL));
    assertFault(
        "Invalid tokens: 4 (at least 5 must stay by StreamingLlm[sinks=4])",
        () -> CacheKinds.policy("streamingllm", Map.of("tokens", "4"), FULL));
    assertFault(
        "Invalid keep: kind 'all' takes no other keys",
        () -> CacheKinds.policy("all", Map.of("ratio", "0.5"), FULL));
  }

  /** 1 - 0.9 is below 0.1 in binary, and what stays is rounded down. */
  @Test
  void countsAsTheReferenceDoes() {
    CachePolicy policy = CacheKinds.policy("streamingllm", Map.of("ratio", "0.9"), FULL);

    assertEquals(List.of(99, 99), policy.kept(2, 1000));
    assertEquals(
        List.of(7), CacheKinds.policy("streamingllm", Map.of("tokens", "9"), FULL).kept(1, 7));
  }

  @Test
  void saysWhyAPromptIsTooShort() {
    CachePolicy policy = CacheKinds.policy("streamingllm", Map.of("ratio", "0.9"), FULL);

    assertEquals(
        "Cannot keep 2 of 30 tokens by StreamingLlm[sinks=4]: at least 5 must stay (with a longer"
            + " prompt, a smaller ratio or less that always stays)",
        policy.obstacle(2, 30).orElseThrow());
    assertEquals(true, policy.obstacle(2, 60).isEmpty());
  }

  private static void assertFault(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
