import Glibc
import Protocols

/// Where functions' code lies on the disk: under the data folder, or in a folder of this server's own below /tmp that goes
/// with it. Each package is a folder that never changes once its function's row names it; new code is a new folder.
///
/// Everything but `root` blocks: call it on a thread of its own.
final class CodeStore: Sendable {
  /// AWS's quota for a deployment package, unpacked.
  static let unpackedLimit = 262_144_000

  /// Of the names of processes' temporary folders, which lie beside the packages.
  static let temporaryPrefix = "tmp-"

  let root: String
  /// Whether the folder must survive a loss of power together with the rows that name it.
  private let isDurable: Bool

  /// `dataFolder` nil: a private folder below /tmp; those that dead servers left are removed.
  init(dataFolder: String?) throws(AWSError) {
    isDurable = dataFolder != nil
    if let dataFolder {
      root = dataFolder + "/lambda"
    } else {
      root = "/tmp/cauce-lambda-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
      CodeStore.removeLeftovers()
    }
    if mkdir(root, 0o700) != 0, errno != EEXIST {
      throw AWSError.internal("\(root): \(String(cString: strerror(errno)))")
    }
  }

  func folder(of id: String) -> String { root + "/" + id }
  func archive(of id: String) -> String { root + "/" + id + ".zip" }

  /// Keeps the package and unpacks it. Throws InvalidParameterValueException for what is no usable zip file.
  func add(_ zip: [UInt8], id: String) throws(AWSError) -> LambdaFunction.Code {
    do {
      try unpack(zip, to: folder(of: id))
      try write(zip, to: archive(of: id), mode: 0o600)
      if isDurable { try sync(root) }
    } catch {
      remove(id)
      throw error
    }
    return .zip(id: id, sha256: Base64.encode(SHA256.hash(zip)), size: zip.count)
  }

  /// Removes a package that no function names any more.
  func remove(_ id: String) {
    FolderTree.remove(folder(of: id))
    unlink(archive(of: id))
  }

  /// Removes every package but these and what processes left behind, as when the server starts.
  func removeAll(but kept: Set<String>) {
    for name in FolderTree.names(in: root) {
      let id = name.hasSuffix(".zip") ? String(name.dropLast(4)) : name
      if !kept.contains(id), id.hasPrefix("code-") || id.hasPrefix(CodeStore.temporaryPrefix) {
        FolderTree.remove(root + "/" + name)
      }
    }
  }

  /// Removes the folder below /tmp; a data folder stays.
  func close() { if !isDurable { FolderTree.remove(root) } }

  /// Writes a file of the server's own beside the packages, as the bootstraps are; gives its path.
  func place(_ bytes: [UInt8], as name: String) throws(AWSError) -> String {
    let path = root + "/" + name
    try write(bytes, to: path, mode: 0o644)
    return path
  }

  // MARK: Steps

  private static let notUnzipped = "Could not unzip uploaded file. Please check your file, then try to upload again."

  private func unpack(_ zip: [UInt8], to folder: String) throws(AWSError) {
    let archive: ZipArchive
    do { archive = try ZipArchive(zip) } catch { throw AWSError.invalidParameter(CodeStore.notUnzipped) }
    if archive.entries.isEmpty { throw AWSError.invalidParameter("Uploaded file must be a non-empty zip") }
    var total = 0
    for entry in archive.entries { total += entry.size }
    if total > CodeStore.unpackedLimit {
      throw AWSError.invalidParameter("Unzipped size must be smaller than \(CodeStore.unpackedLimit) bytes")
    }
    try makeFolder(folder)
    var made: Set<String> = []
    // Links come last, so that nothing is ever written through one.
    for entry in archive.entries where entry.kind != .link {
      let parent =
        entry.kind == .folder ? entry.path : String(entry.path.split(separator: "/").dropLast().joined(separator: "/"))
      try makeFolders(parent, in: folder, &made)
      if entry.kind == .folder { continue }
      let mode = entry.mode == 0 ? 0o644 : entry.mode | 0o444
      try write(try contents(of: entry, in: archive), to: folder + "/" + entry.path, mode: mode)
    }
    for entry in archive.entries where entry.kind == .link {
      let target = String(decoding: try contents(of: entry, in: archive), as: UTF8.self)
      let parents = entry.path.split(separator: "/").dropLast()
      guard CodeStore.staysInside(target, depth: parents.count) else {
        throw AWSError.invalidParameter(CodeStore.notUnzipped)
      }
      try makeFolders(parents.joined(separator: "/"), in: folder, &made)
      if symlink(target, folder + "/" + entry.path) != 0 { throw failure(entry.path) }
    }
  }

  private func contents(of entry: ZipArchive.Entry, in archive: ZipArchive) throws(AWSError) -> [UInt8] {
    do { return try archive.contents(of: entry) } catch { throw AWSError.invalidParameter(CodeStore.notUnzipped) }
  }

  /// Whether a link's target, `depth` folders below the package's, stays in the package.
  static func staysInside(_ target: String, depth: Int) -> Bool {
    if target.isEmpty || target.hasPrefix("/") || target.utf8.contains(0) { return false }
    var depth = depth
    for part in target.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return false }
    }
    return true
  }

  private func makeFolder(_ path: String) throws(AWSError) {
    if mkdir(path, 0o755) != 0, errno != EEXIST { throw failure(path) }
  }

  private func makeFolders(_ path: String, in folder: String, _ made: inout Set<String>) throws(AWSError) {
    var so = folder
    for part in path.split(separator: "/") {
      so += "/" + part
      if made.insert(so).inserted { try makeFolder(so) }
    }
  }

  private func write(_ bytes: [UInt8], to path: String, mode: UInt16) throws(AWSError) {
    // Never over a file that is there: an archive may name one twice, and the last counts.
    unlink(path)
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(mode))
    guard file >= 0 else { throw failure(path) }
    defer { Glibc.close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      done += count
    }
    // The umask may have taken a bit that the package wants.
    fchmod(file, mode_t(mode))
    if isDurable, fsync(file) != 0 { throw failure(path) }
  }

  private func sync(_ folder: String) throws(AWSError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(folder) }
    defer { Glibc.close(descriptor) }
    if fsync(descriptor) != 0 { throw failure(folder) }
  }

  private func failure(_ path: String) -> AWSError { .internal("\(path): \(String(cString: strerror(errno)))") }

  private static func removeLeftovers() {
    for name in FolderTree.names(in: "/tmp") where name.hasPrefix("cauce-lambda-") {
      let parts = name.split(separator: "-")
      guard parts.count == 4, let pid = Int32(parts[2]), pid != getpid(), kill(pid, 0) != 0, errno == ESRCH else {
        continue
      }
      FolderTree.remove("/tmp/" + name)
    }
  }
}
