import Protocols
import Storage
import Synchronization

/// Where large bodies queue to be hashed: one thread takes a piece of up to three of them at a time and hashes these side
/// by side (`MD5Stream`); what is hashed is written by others meanwhile. The pieces of a body keep their order in both,
/// and its next one is hashed while the one before is written: so there are mostly three at hand. Any thread.
final class HashingLine: Sendable {
  private struct State {
    /// Bodies with a piece to hash, each of them once.
    var waiting: [SpoolWork] = []
    var isRunning = false
  }

  let blobs: BlobStore
  let rooms = SpoolRooms()
  private let state = Mutex(State())

  init(_ blobs: BlobStore) { self.blobs = blobs }

  /// The next piece of the body.
  func submit(_ piece: SpoolPiece, of work: SpoolWork) {
    let starts = state.withLock { state in
      work.queues.toHash.append(piece)
      if work.queues.toHash.count == 1, !work.queues.isHashing { state.waiting.append(work) }
      if state.isRunning { return false }
      state.isRunning = true
      return true
    }
    if starts { blobs.threads.submit { [self] in hash() } }
  }

  private func hash() {
    while true {
      let group = state.withLock { state -> [(work: SpoolWork, piece: SpoolPiece)] in
        let works = Array(state.waiting.prefix(MD5Stream.lanes))
        state.waiting.removeFirst(works.count)
        if works.isEmpty { state.isRunning = false }
        return works.map { work in
          work.queues.isHashing = true
          return (work, work.queues.toHash.removeFirst())
        }
      }
      if group.isEmpty { return }
      for (work, piece) in group { work.open(piece) }
      MD5Stream.update(group.compactMap { work, piece in work.hashed(piece) })
      for (work, piece) in group { work.digest(piece) }
      let idle = state.withLock { state -> [SpoolWork] in
        var idle: [SpoolWork] = []
        for (work, piece) in group {
          work.queues.isHashing = false
          if !work.queues.toHash.isEmpty { state.waiting.append(work) }
          work.queues.toWrite.append(piece)
          if !work.queues.isWriting { idle.append(work) }
          work.queues.isWriting = true
        }
        return idle
      }
      for work in idle { blobs.threads.submit { [self] in write(work) } }
    }
  }

  private func write(_ work: SpoolWork) {
    while true {
      let next = state.withLock { _ -> SpoolPiece? in
        if work.queues.toWrite.isEmpty {
          work.queues.isWriting = false
          return nil
        }
        return work.queues.toWrite.removeFirst()
      }
      guard let piece = next else { return }
      work.write(piece)
      if let room = piece.room { rooms.giveBack(room) }
      piece.done(piece.isLast ? work.finish() : nil)
    }
  }
}

/// A piece of a body on its way.
///
/// `@unchecked Sendable`: it is with one thread at a time.
final class SpoolPiece: @unchecked Sendable {
  /// nil: nothing came any more.
  let room: SpoolRoom?
  let isLast: Bool
  /// Called once, when it is written; with what came of the body where this was its last piece.
  let done: @Sendable (Result<BodySpool.Result, AWSError>?) -> Void
  /// The data in the room, once it was opened; none where something is wrong.
  var data = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  init(
    _ room: SpoolRoom?, isLast: Bool, done: @escaping @Sendable (Result<BodySpool.Result, AWSError>?) -> Void
  ) {
    self.room = room
    self.isLast = isLast
    self.done = done
  }
}
