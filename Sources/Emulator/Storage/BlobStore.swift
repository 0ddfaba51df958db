import Glibc
import Synchronization

/// Bodies too large for a row, one file each. A file is written beside the others under a name of its own, synced where
/// durability asks for it, renamed into place, and only then may a row name it: nobody ever sees half of one.
///
/// The folder of a run of the server has a random name of its own, so what an earlier run left behind is told apart from
/// what is being written now, and whatever no row names can be swept while the server works.
///
///     <folder>/tmp/<id>                      being written
///     <folder>/<run>/<id / 1024>/<id>        complete
///
/// Any thread; what happens to one `BlobWriter` happens on one thread at a time.
package final class BlobStore: Sendable {
  /// A file's name: the run that wrote it in the upper 32 bits, a counter in the lower ones. Never used twice.
  package typealias ID = Int

  private let folder: String
  private let run: Int
  private let isDurable: Bool
  private let counter = Atomic<Int>(0)
  /// Keeps the private folder of a server without a data folder from being taken for a dead one's.
  private let lock: Int32
  private let isPrivate: Bool
  /// Where files are hashed, written, synced, opened for reading in bulk and deleted: all that may block.
  package let threads: BlobThreads

  /// `folder` nil: a private temporary folder that goes with the store, or with the next start where it was killed.
  /// `isDurable`: a file and its name survive power loss once `finish` returned.
  package init(folder: String?, isDurable: Bool) throws(IOError) {
    if let folder {
      self.folder = folder
      isPrivate = false
      lock = -1
      try BlobStore.makeFolder(folder)
    } else {
      (self.folder, lock) = try BlobStore.makePrivateFolder()
      isPrivate = true
    }
    self.isDurable = isDurable && folder != nil
    threads = BlobThreads()
    if isPrivate { threads.submit { BlobStore.sweepPrivateFolders() } }
    try BlobStore.removeContents(self.folder + "/tmp")
    try BlobStore.makeFolder(self.folder + "/tmp")
    var kernel = SystemRandomNumberGenerator()
    var run = 0
    while true {
      run = Int(kernel.next() & 0x7fff_ffff)
      if mkdir("\(self.folder)/\(BlobStore.hex(run, 8))", 0o700) == 0 { break }
      guard errno == EEXIST else { throw IOError("mkdir", self.folder) }
    }
    self.run = run
    if self.isDurable { try BlobStore.syncFolder(self.folder) }
  }

  /// Ends the threads; a private folder is removed.
  package func close() {
    threads.stop()
    if isPrivate {
      try? BlobStore.removeContents(folder)
      rmdir(folder)
      Glibc.close(lock)
    }
  }

  // MARK: Files

  /// Begins a file.
  package func create() throws(IOError) -> BlobWriter {
    let id = run << 32 | counter.add(1, ordering: .relaxed).newValue
    let path = "\(folder)/tmp/\(BlobStore.hex(id, 16))"
    let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw IOError("open", path) }
    return BlobWriter(self, id, path, descriptor)
  }

  /// Opens a complete file for reading; the descriptor lives as long as the answer.
  package func open(_ id: ID) throws(IOError) -> OpenBlob {
    let path = path(of: id)
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw IOError("open", path) }
    return OpenBlob(descriptor, path)
  }

  /// Deletes a file; one that is gone already is as well.
  package func delete(_ id: ID) { unlink(path(of: id)) }

  func path(of id: ID) -> String {
    "\(folder)/\(BlobStore.hex(id >> 32, 8))/\(BlobStore.hex((id & 0xffff_ffff) >> 10, 6))/\(BlobStore.hex(id, 16))"
  }

  fileprivate func place(_ writer: BlobWriter) throws(IOError) {
    if isDurable, fdatasync(writer.descriptor) != 0 { throw IOError("fdatasync", writer.path) }
    let path = path(of: writer.id)
    guard let slash = path.lastIndex(of: "/") else { return }
    let parent = String(path[..<slash])
    if rename(writer.path, path) != 0 {
      guard errno == ENOENT else { throw IOError("rename", path) }
      // The first file of a folder of 1024.
      guard mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw IOError("mkdir", parent) }
      if isDurable { try BlobStore.syncFolder("\(folder)/\(BlobStore.hex(run, 8))") }
      guard rename(writer.path, path) == 0 else { throw IOError("rename", path) }
    }
    if isDurable { try BlobStore.syncFolder(parent) }
  }

  // MARK: Sweeping what a killed server left behind

  /// Deletes every file of earlier runs that `known` does not answer for. `known` gets up to 500 names at a time; nil
  /// ends the sweep. Blocks between the questions, so it runs on a worker.
  package func sweep(_ known: ([ID]) async -> Set<ID>?) async {
    for name in BlobStore.names(in: folder) {
      guard name.utf8.count == 8, let earlier = Int(name, radix: 16), earlier != run else { continue }
      for inner in BlobStore.names(in: "\(folder)/\(name)") {
        let parent = "\(folder)/\(name)/\(inner)"
        var ids = BlobStore.names(in: parent).compactMap { Int($0, radix: 16) }
        while !ids.isEmpty {
          let page = Array(ids.suffix(500))
          ids.removeLast(page.count)
          guard let kept = await known(page) else { return }
          for id in page where !kept.contains(id) { delete(id) }
        }
        // Only empty folders go.
        rmdir(parent)
      }
      rmdir("\(folder)/\(name)")
    }
  }

  // MARK: Folders

  private static let privatePrefix = "cauce-blobs-"

  private static var temporaryFolder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  /// Removes the private folders of servers that are dead. Beside the start: a temporary folder may hold thousands of names.
  private static func sweepPrivateFolders() {
    let parent = temporaryFolder
    for name in names(in: parent) where name.hasPrefix(privatePrefix) {
      // Whoever holds the lock is alive.
      let path = "\(parent)/\(name)"
      let lock = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if lock < 0 { continue }
      var status = stat()
      if fstat(lock, &status) == 0, status.st_uid == getuid(), flock(lock, LOCK_EX | LOCK_NB) == 0 {
        try? removeContents(path)
        rmdir(path)
      }
      Glibc.close(lock)
    }
  }

  private static func makePrivateFolder() throws(IOError) -> (String, Int32) {
    let parent = temporaryFolder
    while true {
      var template = Array("\(parent)/\(privatePrefix)XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { throw IOError("mkdtemp", parent) }
      let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let lock = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      if lock < 0 {
        // Another server that starts now took it for a dead one's: it had no lock yet.
        if errno == ENOENT { continue }
        throw IOError("open", path)
      }
      var status = stat()
      if flock(lock, LOCK_EX | LOCK_NB) == 0, stat(path, &status) == 0 { return (path, lock) }
      Glibc.close(lock)
    }
  }

  private static func makeFolder(_ path: String) throws(IOError) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw IOError("mkdir", path) }
  }

  private static func syncFolder(_ path: String) throws(IOError) {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw IOError("open", path) }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw IOError("fsync", path) }
  }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func removeContents(_ path: String) throws(IOError) {
    for name in names(in: path) {
      let inner = "\(path)/\(name)"
      if unlink(inner) == 0 { continue }
      guard errno == EISDIR || errno == EPERM else { throw IOError("unlink", inner) }
      try removeContents(inner)
      guard rmdir(inner) == 0 else { throw IOError("rmdir", inner) }
    }
  }

  private static func hex(_ number: Int, _ width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

/// A file on its way in. Deleted again when it goes away before `keep` was called.
///
/// `@unchecked Sendable`: it is handed from thread to thread, and only its holder uses it.
package final class BlobWriter: @unchecked Sendable {
  package let id: BlobStore.ID
  fileprivate let path: String
  fileprivate let descriptor: Int32
  private let store: BlobStore
  private var isPlaced = false
  private var isKept = false
  package private(set) var size = 0

  fileprivate init(_ store: BlobStore, _ id: BlobStore.ID, _ path: String, _ descriptor: Int32) {
    self.store = store
    self.id = id
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    Glibc.close(descriptor)
    if isKept { return }
    if isPlaced { store.delete(id) } else { unlink(path) }
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(IOError) {
    guard let start = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(descriptor, start + done, bytes.count - done)
      if count < 0 {
        if errno == EINTR { continue }
        throw IOError("write", path)
      }
      done += count
    }
    size += done
  }

  /// Everything is written: syncs and renames into place.
  package func finish() throws(IOError) {
    try store.place(self)
    isPlaced = true
  }

  /// A row names the file: it stays.
  package func keep() { isKept = true }
  /// The row was taken back: the file goes with the writer.
  package func release() { isKept = false }
}

/// A complete file, open for reading.
package final class OpenBlob: Sendable {
  package let descriptor: Int32
  private let path: String

  fileprivate init(_ descriptor: Int32, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { Glibc.close(descriptor) }

  /// Reads exactly as many bytes as `room` has.
  package func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(IOError) {
    guard let start = room.baseAddress else { return }
    var done = 0
    while done < room.count {
      let count = pread(descriptor, start + done, room.count - done, offset + done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw IOError("read", path, number: count == 0 ? EIO : errno) }
      done += count
    }
  }
}
