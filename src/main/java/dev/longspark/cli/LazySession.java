package dev.longspark.cli;

import dev.longspark.results.WarehouseSession;
import java.util.Optional;
import java.util.function.Supplier;

/** A session that is opened when it is first asked for, and closed if it was; for one thread. */
final class LazySession implements AutoCloseable {
  private final Supplier<WarehouseSession> opening;
  private Optional<WarehouseSession> session = Optional.empty();

  LazySession(Supplier<WarehouseSession> opening) {
    this.opening = opening;
  }

  WarehouseSession get() {
    WarehouseSession opened = session.orElseGet(opening);
    session = Optional.of(opened);
    return opened;
  }

  /** The session, if it was asked for before. */
  Optional<WarehouseSession> ifOpen() {
    return session;
  }

  @Override
  public void close() {
    session.ifPresent(WarehouseSession::close);
  }
}
