import Admin
import DynamoDB
import Kinesis
import Protocols
import Runtime
import Storage
import Transport

#if canImport(Glibc)
  import Glibc
#endif

/// A local AWS in this process: `let cloud = try await Emulator.start()`, then point an SDK at `cloud.endpoint`.
///
/// Instances do not meet: each has its own loop, its own state and its own port.
///
/// `@unchecked Sendable`: everything below is made once in `start` and used on the loop afterwards.
public final class Emulator: @unchecked Sendable {
  /// Why an emulator could not start, in one line.
  public struct StartFailure: Error, CustomStringConvertible {
    public let description: String
  }

  /// `http://127.0.0.1:4566`, with the port that was bound.
  public let endpoint: String
  let house: House

  private init(_ house: House) {
    self.house = house
    endpoint = house.configuration.endpoint
  }

  /// Starts a server: binds the port, opens the store, starts the workers. Returns when it answers.
  public static func start(_ options: EmulatorOptions = EmulatorOptions(port: 0)) async throws -> Emulator {
    Emulator(try await House.build(options))
  }

  /// Stops accepting, finishes what is in flight (10 s at most), flushes what delivery streams hold, closes the store.
  public func stop() async { await house.stop() }

  /// Forgets everything.
  public func reset() async { await house.reset() }

  /// Moves the emulator's clock on: buffers, retention, iterators and retries follow it.
  public func advanceClock(bySeconds seconds: Double) async {
    await house.onLoop { [house] in house.clock.advance(milliseconds: Int64(seconds * 1000)) }
  }
}

extension EmulatorOptions {
  /// The options of an emulator inside a test: in memory, on that port, 0 being any free one.
  public init(port: Int) {
    self.init()
    self.port = port
  }
}
