import Protocols

/// What the page says, in English and Spanish; `Accept-Language` decides.
struct FormTexts: Sendable {
  let language: String
  let title, intro, count, products, productsHint, send, again: String
  let sent, failed, product, created, identifier, shard, sequenceNumber, outcome, progress, refresh: String
  let stored, delivered, handled, waiting, alert, invalidCount, invalidProducts: String

  static let english = FormTexts(
    language: "en", title: "Load products",
    intro: "The button makes a series of objects and sends each to the Kinesis stream",
    count: "How many", products: "Products", productsHint: "one a line; each object takes one at random", send: "Load",
    again: "Load more", sent: "sent", failed: "failed", product: "Product", created: "Created", identifier: "Id",
    shard: "Shard", sequenceNumber: "Sequence number", outcome: "Outcome", progress: "How far they have come",
    refresh: "Look again", stored: "stored", delivered: "delivered", handled: "handled", waiting: "in the stream",
    alert: "alert", invalidCount: "The count must be a number from 1 to 500.",
    invalidProducts: "Give at least one product.")

  static let spanish = FormTexts(
    language: "es", title: "Cargar productos",
    intro: "El botón genera una serie de objetos y envía cada uno al stream de Kinesis",
    count: "Cuántos", products: "Productos", productsHint: "uno por línea; cada objeto toma uno al azar",
    send: "Cargar",
    again: "Cargar más", sent: "enviados", failed: "fallidos", product: "Producto", created: "Creado",
    identifier: "Id", shard: "Shard", sequenceNumber: "Número de secuencia", outcome: "Resultado",
    progress: "Hasta dónde llegaron", refresh: "Mirar de nuevo", stored: "guardado", delivered: "entregado",
    handled: "procesado", waiting: "en el stream", alert: "alerta",
    invalidCount: "La cantidad debe ser un número de 1 a 500.", invalidProducts: "Indique al menos un producto.")

  /// The first of the two languages that the browser names (RFC 9110 §12.5.4; the order stands for the weights).
  static func of(_ head: HTTPRequestHead) -> FormTexts {
    for entry in (head.fields["Accept-Language"] ?? "").split(separator: ",") {
      let tag = entry.drop { $0 == " " }.lowercased()
      if tag.hasPrefix("es") { return spanish }
      if tag.hasPrefix("en") { return english }
    }
    return english
  }
}
