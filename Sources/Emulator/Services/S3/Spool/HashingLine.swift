import Protocols
import Storage
import Synchronization

/// Where the pieces of large bodies queue to be hashed: one thread takes up to three of them, each of another body, and
/// hashes them side by side (`MD5Stream`). Any thread.
final class HashingLine: Sendable {
  struct Piece: Sendable {
    let work: SpoolWork
    /// nil: nothing came any more.
    let room: SpoolRoom?
    let isLast: Bool
    /// Called once; with what came of the body where this was its last piece.
    let done: @Sendable (Result<BodySpool.Result, AWSError>?) -> Void
  }

  private struct State {
    var waiting: [Piece] = []
    var isRunning = false
  }

  let blobs: BlobStore
  let rooms = SpoolRooms()
  private let state = Mutex(State())

  init(_ blobs: BlobStore) { self.blobs = blobs }

  func submit(_ piece: Piece) {
    let starts = state.withLock { state in
      state.waiting.append(piece)
      if state.isRunning { return false }
      state.isRunning = true
      return true
    }
    if starts { blobs.threads.submit { [self] in run() } }
  }

  private func run() {
    while true {
      let (group, isBusy) = state.withLock { state -> ([Piece], Bool) in
        let group = Array(state.waiting.prefix(MD5Stream.lanes))
        state.waiting.removeFirst(group.count)
        if group.isEmpty { state.isRunning = false }
        return (group, !state.waiting.isEmpty)
      }
      if group.isEmpty { return }
      for piece in group { piece.work.open(piece.room) }
      MD5Stream.update(group.compactMap { $0.work.hashed })
      for piece in group {
        piece.work.digest()
        // A last piece may have to wait for the disk.
        if isBusy || piece.isLast {
          blobs.threads.submit { [self] in complete(piece) }
        } else {
          complete(piece)
        }
      }
    }
  }

  private func complete(_ piece: Piece) {
    piece.work.write()
    if let room = piece.room { rooms.giveBack(room) }
    piece.done(piece.isLast ? piece.work.finish() : nil)
  }
}
