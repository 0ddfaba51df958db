import Emulator
import Runtime
import Storage

/// Every service over an empty store, for tests that only look at statements.
enum HouseRooms {
  static func make() throws -> [any Service] {
    let database = try Database(path: nil)
    try Migrator.open(database)
    let clock = Clock()
    let loop = IdleLoop()
    let setting = ServiceSetting(
      clock: clock, workers: Workers(loop: loop, clock: clock), configuration: Configuration(),
      cloud: Cloud(loop: loop),
      ports: Ports())
    return try Rooms(database, BlobStore(folder: nil, isDurable: false), setting).services
  }

  /// A loop that never runs anything.
  private final class IdleLoop: Loop {
    func post(_ work: @escaping @Sendable () -> Void) {}
    func after(milliseconds: Int, _ work: @escaping @Sendable () -> Void) {}
    var isCurrent: Bool { true }
  }
}
