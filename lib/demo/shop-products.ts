import { uniform } from '#lib/demo/uniform.ts';

/** Names, and the lowest and highest price in US dollars of each category. */
const catalogue: Record<string, { from: number; to: number; names: string[] }> = {
  Kitchen: {
    from: 8,
    to: 120,
    names: [
      'Cast Iron Skillet',
      'Chef Knife',
      'Bamboo Cutting Board',
      'French Press',
      'Enamel Dutch Oven',
      'Mixing Bowl Set',
      'Pour-Over Kettle',
      'Ceramic Mug',
      'Linen Apron',
      'Salad Spinner',
      'Spice Rack',
      'Glass Storage Set',
      'Milk Frother',
      'Pizza Stone',
    ],
  },
  Home: {
    from: 12,
    to: 240,
    names: [
      'Wool Throw',
      'Table Lamp',
      'Cotton Sheet Set',
      'Scented Candle',
      'Wall Clock',
      'Woven Basket',
      'Velvet Cushion',
      'Floor Mirror',
      'Picture Frame',
      'Door Mat',
      'Plant Stand',
      'Blackout Curtain',
      'Jute Rug',
      'Reading Chair',
    ],
  },
  Outdoors: {
    from: 10,
    to: 320,
    names: [
      'Two-Person Tent',
      'Camp Stove',
      'Sleeping Bag',
      'Trail Backpack',
      'Insulated Bottle',
      'Headlamp',
      'Hammock',
      'Trekking Poles',
      'Cooler Box',
      'Folding Chair',
      'Rain Poncho',
      'Picnic Blanket',
      'Fire Pit',
      'Binoculars',
    ],
  },
  Clothing: {
    from: 9,
    to: 180,
    names: [
      'Merino Sweater',
      'Denim Jacket',
      'Linen Shirt',
      'Rain Coat',
      'Canvas Belt',
      'Running Shorts',
      'Wool Socks',
      'Leather Gloves',
      'Knit Beanie',
      'Cotton T-Shirt',
      'Chino Trousers',
      'Silk Scarf',
      'Down Vest',
      'Flannel Pyjamas',
    ],
  },
  Electronics: {
    from: 15,
    to: 420,
    names: [
      'Wireless Headphones',
      'Desk Speaker',
      'USB-C Hub',
      'Mechanical Keyboard',
      'Webcam',
      'Power Bank',
      'Smart Plug',
      'E-Reader',
      'Fitness Tracker',
      'Bluetooth Tracker',
      'Monitor Light',
      'Travel Adapter',
      'Action Camera',
      'Weather Station',
    ],
  },
  Toys: {
    from: 6,
    to: 95,
    names: [
      'Wooden Train Set',
      'Building Blocks',
      'Jigsaw Puzzle',
      'Plush Bear',
      'Board Game',
      'Kite',
      'Watercolour Set',
      'Magnetic Tiles',
      'Science Kit',
      'Balance Bike',
      'Card Game',
      'Doll House',
      'Marble Run',
      'Stacking Rings',
    ],
  },
  Beauty: {
    from: 5,
    to: 85,
    names: [
      'Hand Cream',
      'Shea Body Butter',
      'Clay Mask',
      'Argan Hair Oil',
      'Lip Balm',
      'Mineral Sunscreen',
      'Bath Salts',
      'Beard Oil',
      'Rose Water',
      'Makeup Brush Set',
      'Shaving Kit',
      'Eye Serum',
      'Soap Trio',
      'Bamboo Comb',
    ],
  },
  Stationery: {
    from: 3,
    to: 60,
    names: [
      'Dotted Notebook',
      'Fountain Pen',
      'Desk Organiser',
      'Weekly Planner',
      'Washi Tape',
      'Sketchbook',
      'Brass Ruler',
      'Letter Set',
      'Ink Bottle',
      'Cork Board',
      'Pencil Case',
      'Greeting Cards',
      'Paper Shredder',
      'Leather Folder',
    ],
  },
};

/** The statement that fills shop.products; ids are shuffled, and a low id sells most. */
export function insertProducts(seed: number): { text: string; values: string[] } {
  const rows = Object.entries(catalogue)
    .flatMap(([category, { from, to, names }]) => names.map((name) => ({ name, category, from, to })))
    .map((row, n) => ({ n, ...row }));
  return {
    text: `
      insert into shop.products (product_id, name, category, price, cost)
      select product_id, name, category, price, round((price * (0.42 + 0.26 * ${uniform('n', 'cost', seed)}))::numeric, 2)
      from (
        select n, name, category, row_number() over (order by ${uniform('n', 'shuffle', seed)}) as product_id,
          floor("from" + ("to" - "from") * power(${uniform('n', 'price', seed)}, 2.2)) + 0.99 as price
        from jsonb_to_recordset($1::jsonb) as p(n bigint, name text, category text, "from" float8, "to" float8)
      ) as products
      order by product_id`,
    values: [JSON.stringify(rows)],
  };
}
