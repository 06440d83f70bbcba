package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.config.Names;
import dev.longspark.config.OwnProtocol;
import dev.longspark.config.Study;
import dev.longspark.data.AnswerPolicy;
import dev.longspark.data.PromptPolicy;
import dev.longspark.data.Protocol;
import dev.longspark.data.StopPolicy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Protocols by name: the built-in ones and those that the study defines on top of them. */
final class ProtocolCatalog {
  private final Map<String, Protocol> protocols = new LinkedHashMap<>();

  private ProtocolCatalog() {
    for (Protocol builtIn : Protocol.BUILT_IN) {
      protocols.put(builtIn.name(), builtIn);
    }
  }

  /**
   * The catalogue of one study.
   *
   * @throws ConfigException if one of its own protocols is not well defined
   */
  static ProtocolCatalog of(Study study) {
    ProtocolCatalog catalog = new ProtocolCatalog();
    Map<String, Protocol> builtIn = Map.copyOf(catalog.protocols);
    for (OwnProtocol own : study.ownProtocols()) {
      String key = "own-protocols." + own.name();
      if (builtIn.containsKey(own.name())) {
        throw new ConfigException("Invalid " + key + ": the name is a built-in protocol's");
      }
      Protocol base = builtIn.get(own.base());
      if (base == null) {
        throw unknown(key + ".base", own.base(), builtIn.keySet().stream().sorted().toList());
      }
      catalog.protocols.put(own.name(), changed(base, own, key));
    }
    return catalog;
  }

  /** The protocol that {@code protocols} in the study names. */
  Protocol protocol(String name) {
    Protocol protocol = protocols.get(name);
    if (protocol == null) {
      throw unknown("protocols", name, List.copyOf(protocols.keySet()));
    }
    return protocol;
  }

  private static Protocol changed(Protocol base, OwnProtocol own, String key) {
    return new Protocol(
        own.name(),
        policy(key + ".prompts", own.prompts(), base.prompts(), PromptPolicy.values()),
        own.maxNewTokens() == OwnProtocol.AS_BASE ? base.maxNewTokens() : own.maxNewTokens(),
        policy(key + ".stop", own.stop(), base.stop(), StopPolicy.values()),
        policy(key + ".answer", own.answer(), base.answer(), AnswerPolicy.values()),
        own.maxPromptTokens() == OwnProtocol.AS_BASE
            ? base.maxPromptTokens()
            : own.maxPromptTokens(),
        own.date().isEmpty() ? base.date() : own.date());
  }

  private static <E extends Enum<E>> E policy(String key, String written, E base, E[] allowed) {
    if (written.isEmpty()) {
      return base;
    }
    List<String> names = Arrays.stream(allowed).map(ProtocolCatalog::kebab).toList();
    int index = names.indexOf(written);
    if (index < 0) {
      throw unknown(key, written, names);
    }
    return allowed[index];
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ConfigException unknown(String key, String name, List<String> allowed) {
    return new ConfigException(
        "Unknown name in " + key + ": '" + name + "' " + Names.instead(name, allowed));
  }
}
