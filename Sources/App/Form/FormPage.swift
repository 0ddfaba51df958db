/// The pages: plain HTML that works without JavaScript, by keyboard and with a screen reader.
struct FormPage {
  let texts: FormTexts
  let stream: String

  /// One object and what became of it.
  struct Row: Sendable {
    let product: Product
    let outcome: StreamWriter.Outcome
  }

  /// The form, with what was typed and why it was refused, if it was.
  func form(count: String = "20", products: String = Product.names.joined(separator: "\n"), problem: String? = nil)
    -> String
  {
    let alert = problem.map { "<p class=\"problem\" role=\"alert\">\(escaped($0))</p>" } ?? ""
    return page(
      texts.title,
      """
      <p>\(escaped(texts.intro)) <code>\(escaped(stream))</code>.</p>
      \(alert)
      <form method="post" action="/load">
        <label for="count">\(escaped(texts.count))</label>
        <input id="count" name="count" type="number" min="1" max="500" value="\(escaped(count))" required>
        <label for="products">\(escaped(texts.products)) <small>(\(escaped(texts.productsHint)))</small></label>
        <textarea id="products" name="products" rows="7" required>\(escaped(products))</textarea>
        <button type="submit">\(escaped(texts.send))</button>
      </form>
      """)
  }

  /// What went where. `progress` is the address of the page that follows the objects, where the endpoint can tell.
  func result(_ rows: [Row], progress: String?) -> String {
    var stored = 0
    var lines = ""
    for row in rows {
      let cells: String
      switch row.outcome {
      case .stored(let shard, let number):
        stored += 1
        cells = "<td>\(escaped(shard))</td><td><code>\(escaped(number))</code></td>"
      case .failed(let reason): cells = "<td colspan=\"2\" class=\"problem\">\(escaped(reason))</td>"
      }
      lines += """
        <tr><td>\(escaped(row.product.name))</td><td>\(escaped(row.product.registered))</td>\
        <td><code>\(escaped(row.product.id))</code></td>\(cells)</tr>

        """
    }
    let failed = rows.count - stored
    let summary =
      "\(stored) \(texts.sent)" + (failed > 0 ? ", <span class=\"problem\">\(failed) \(texts.failed)</span>" : "")
    let follow = progress.map { "<p><a href=\"\(escaped($0))\">\(escaped(texts.progress))</a></p>" } ?? ""
    return page(
      texts.title,
      """
      <p role="status"><strong>\(summary)</strong></p>
      \(follow)
      <div class="wide"><table>
      <thead><tr><th scope="col">\(texts.product)</th><th scope="col">\(texts.created)</th>\
      <th scope="col">\(texts.identifier)</th><th scope="col">\(texts.shard)</th>\
      <th scope="col">\(texts.sequenceNumber)</th></tr></thead>
      <tbody>
      \(lines)</tbody>
      </table></div>
      <p><a href="/load">\(escaped(texts.again))</a></p>
      """)
  }

  /// How far each record has come: its number and the hops that are behind it.
  func progress(_ hops: [(sequenceNumber: String, hops: [String])], again: String) -> String {
    var lines = ""
    for entry in hops {
      let shown = entry.hops.isEmpty ? texts.waiting : entry.hops.joined(separator: " → ")
      lines += "<tr><td><code>\(escaped(entry.sequenceNumber))</code></td><td>\(escaped(shown))</td></tr>\n"
    }
    return page(
      texts.progress,
      """
      <p><a href="\(escaped(again))">\(escaped(texts.refresh))</a> · <a href="/load">\(escaped(texts.again))</a></p>
      <div class="wide"><table>
      <thead><tr><th scope="col">\(texts.sequenceNumber)</th><th scope="col">\(texts.outcome)</th></tr></thead>
      <tbody>
      \(lines)</tbody>
      </table></div>
      """)
  }

  private func page(_ title: String, _ body: String) -> String {
    """
    <!doctype html>
    <html lang="\(texts.language)">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(title))</title>
    <style>
    :root { color-scheme: light dark }
    body { font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
    label { display: block; margin: 1rem 0 .25rem; font-weight: 600 }
    small { font-weight: 400 }
    input, textarea, button { font: inherit; padding: .4rem .6rem; border: 1px solid #888; border-radius: .3rem }
    textarea { width: 100%; max-width: 24rem; box-sizing: border-box; display: block }
    button { margin-top: 1rem; background: #0b5c8a; color: #fff; border-color: #0b5c8a; cursor: pointer }
    :focus-visible { outline: 3px solid #e08a00; outline-offset: 2px }
    .wide { overflow-x: auto }
    table { border-collapse: collapse; font-size: .85rem }
    th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8886 }
    .problem { color: #b3261e; font-weight: 600 }
    @media (prefers-color-scheme: dark) { .problem { color: #ff8a80 } }
    </style>
    </head>
    <body>
    <main>
    <h1>\(escaped(title))</h1>
    \(body)
    </main>
    </body>
    </html>

    """
  }

  private func escaped(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.append(character)
      }
    }
    return out
  }
}
