/// The one thread that owns every service's state, as the rest of the house sees it; Transport's EventLoop is it.
package protocol Loop: AnyObject, Sendable {
  /// Runs the work on the Loop, from any thread, in the order of the calls.
  func post(_ work: @escaping @Sendable () -> Void)
  /// Runs the work on the Loop after that many milliseconds of the machine's clock. Called on the Loop.
  func after(milliseconds: Int, _ work: @escaping @Sendable () -> Void)
  /// Whether the caller is on it.
  var isCurrent: Bool { get }
}
