"""The lexicon: what every concept is called in English and Chinese, and what it is a kind of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A concept's names. ``en`` and ``zh`` hold one or more wordings, the plainest first."""

    en: tuple[str, ...]
    zh: tuple[str, ...]
    plural: str = ""
    counter: str = "个"
    kinds: tuple[str, ...] = ()


def _w(en: str, zh: str, plural: str = "", counter: str = "个", kinds: str = "") -> Word:
    return Word(
        tuple(part.strip() for part in en.split("|")),
        tuple(part.strip() for part in zh.split("|")),
        plural,
        counter,
        tuple(kinds.split()),
    )


# Shapes. A shape is counted and coloured like any other thing.
SHAPES: dict[str, Word] = {
    "circle": _w("circle|disc|dot", "圆形|圆|圆圈", "circles"),
    "square": _w("square", "正方形|方块|方形", "squares"),
    "triangle": _w("triangle", "三角形", "triangles"),
    "star": _w("star|five-pointed star", "星形|五角星|星星", "stars", "颗"),
    "rectangle": _w("rectangle|bar", "长方形|矩形", "rectangles"),
    "oval": _w("oval|ellipse", "椭圆形|椭圆", "ovals"),
    "diamond": _w("diamond|rhombus", "菱形", "diamonds"),
    "heart": _w("heart", "心形|爱心", "hearts", "颗"),
    "hexagon": _w("hexagon", "六边形", "hexagons"),
    "pentagon": _w("pentagon", "五边形", "pentagons"),
    "cross": _w("cross|plus sign", "十字|十字形|加号", "crosses"),
    "ring": _w("ring", "圆环|环形", "rings"),
    "crescent": _w("crescent", "月牙|新月形", "crescents"),
    "arrow": _w("arrow", "箭头", "arrows"),
}

# Things that stand in scenes.
THINGS: dict[str, Word] = {
    "person": _w("person", "人", "people", "个", "people"),
    "child": _w("child|kid", "孩子|小孩", "children", "个", "people"),
    "tree": _w("tree", "树", "trees", "棵", "plant"),
    "pine": _w("pine tree|fir tree", "松树|杉树", "pine trees", "棵", "tree plant"),
    "palm": _w("palm tree|palm", "棕榈树|椰子树", "palm trees", "棵", "tree plant"),
    "cactus": _w("cactus", "仙人掌", "cacti", "棵", "plant"),
    "flower": _w("flower", "花|花朵", "flowers", "朵", "plant"),
    "boat": _w("boat|sailboat|sailing boat", "帆船|船|小船", "boats", "艘"),
    "balloon": _w("hot-air balloon|balloon", "热气球|气球", "hot-air balloons", "个"),
    "bird": _w("bird", "鸟|小鸟", "birds", "只", "animal"),
    "dog": _w("dog", "狗|小狗", "dogs", "只", "animal"),
    "cat": _w("cat", "猫|小猫", "cats", "只", "animal"),
    "horse": _w("horse", "马", "horses", "匹", "animal"),
    "cow": _w("cow", "牛|奶牛", "cows", "头", "animal"),
    "sheep": _w("sheep", "羊|绵羊", "sheep", "只", "animal"),
    "deer": _w("deer", "鹿", "deer", "只", "animal"),
    "camel": _w("camel", "骆驼", "camels", "头", "animal"),
    "elephant": _w("elephant", "大象", "elephants", "头", "animal"),
    "fish": _w("fish", "鱼", "fish", "条", "animal"),
    "house": _w("house|cottage", "房子|小屋", "houses", "座", "building"),
    "lighthouse": _w("lighthouse", "灯塔", "lighthouses", "座", "building"),
    "tent": _w("tent", "帐篷", "tents", "顶"),
    "car": _w("car", "汽车|车|小汽车", "cars", "辆", "vehicle"),
    "bus": _w("bus", "公共汽车|公交车|巴士", "buses", "辆", "vehicle"),
    "umbrella": _w("umbrella|parasol", "伞|遮阳伞", "umbrellas", "把"),
    "kite": _w("kite", "风筝", "kites", "只"),
    "snowman": _w("snowman", "雪人", "snowmen", "个"),
    "bench": _w("bench", "长椅", "benches", "张"),
    "apple": _w("apple", "苹果", "apples", "个", "fruit"),
    "orange fruit": _w("orange", "橙子", "oranges", "个", "fruit"),
    "banana": _w("banana", "香蕉", "bananas", "根", "fruit"),
    "strawberry": _w("strawberry", "草莓", "strawberries", "颗", "fruit"),
    "tomato": _w("tomato", "西红柿|番茄", "tomatoes", "个", "vegetable"),
    "broccoli": _w("piece of broccoli|broccoli", "西兰花", "pieces of broccoli", "块", "vegetable"),
    "egg": _w("fried egg|egg", "煎蛋|鸡蛋", "fried eggs", "个"),
    "carrot": _w("carrot", "胡萝卜", "carrots", "根", "vegetable"),
}

# Places and kinds of picture: noun phrases with their article, then bare search words.
PLACES: dict[str, Word] = {
    "sea": _w("the sea|the ocean", "大海|海|海洋"),
    "beach": _w("a beach|a sandy beach", "海滩|沙滩"),
    "coast": _w("a rocky coast|cliffs by the sea", "岩石海岸|海边悬崖"),
    "mountains": _w("mountains|a mountain landscape", "山|山脉"),
    "snow mountains": _w("snowy mountains|snow-capped mountains", "雪山"),
    "snow field": _w("a snowy field|a snow landscape", "雪地|雪景"),
    "forest": _w("a forest|the woods", "森林|树林"),
    "autumn forest": _w("an autumn forest|a forest in autumn", "秋天的森林|秋天的树林"),
    "snow forest": _w("a snowy forest|a forest in winter", "冬天的森林|雪中的树林"),
    "meadow": _w("a meadow|a green field", "草地|田野"),
    "flower meadow": _w("a meadow with flowers|a field of flowers", "开满鲜花的草地|花田"),
    "desert": _w("a desert|sand dunes", "沙漠|沙丘"),
    "lake": _w("a lake|a calm lake", "湖|湖泊"),
    "waterfall": _w("a waterfall", "瀑布"),
    "hills": _w("green hills|rolling hills", "绿色的山丘|丘陵"),
    "city": _w("a city skyline|a city", "城市天际线|城市"),
    "street": _w("a street|a city street", "街道|城市街道"),
    "road": _w("a road|a country road", "公路|乡间公路"),
    "village": _w("a village", "村庄"),
    "room": _w("a room|a living room", "房间|客厅"),
    "sky": _w("the sky", "天空"),
    "night sky": _w("the night sky|a starry sky", "夜空|星空"),
    "underwater": _w("an underwater scene|under the sea", "水下|海底"),
    "plate": _w("food on a plate|a plate of food", "盘子里的食物|一盘食物"),
    "pizza": _w("a pizza|a pizza on a plate", "披萨|比萨饼"),
    "fruit bowl": _w("fruit on a table|fruit", "桌上的水果|水果"),
    "flower close": _w("a close-up|a close-up photo", "特写|近景"),
    "portrait": _w("a portrait of a person|a person's face", "人物肖像|人脸"),
    "document": _w("a document|a page of text", "文件|文档|一页文字"),
    "letter": _w("a letter", "信|书信"),
    "receipt": _w("a receipt", "收据|小票"),
    "table document": _w("a table of numbers|a spreadsheet", "表格|电子表格"),
    "screenshot": _w("a screenshot|a computer screenshot", "截图|电脑截图|屏幕截图"),
    "chat": _w("a chat screenshot|a phone screenshot of messages", "聊天截图|手机截图"),
    "code": _w("a screenshot of code|program code", "代码截图|代码"),
    "bar chart": _w("a bar chart", "柱状图"),
    "line chart": _w("a line chart", "折线图"),
    "pie chart": _w("a pie chart", "饼图"),
    "map": _w("a map|a street map", "地图|街道地图"),
    "fireworks": _w("fireworks|fireworks in the night sky", "烟花|夜空中的烟花"),
    "rainbow": _w("a rainbow", "彩虹"),
}

# Single search words that are true of a picture; the key is the tag.
TERMS: dict[str, Word] = {
    "snow": _w("snow|snowy", "雪"), "winter": _w("winter", "冬天|冬季"), "ice": _w("ice", "冰"),
    "sea": _w("sea|ocean", "海|大海"), "seaside": _w("seaside|coast|by the sea", "海边|海岸"),
    "water": _w("water", "水|水面"), "beach": _w("beach", "海滩|沙滩"), "sand": _w("sand", "沙子|沙"),
    "waves": _w("waves", "海浪|波浪"), "mountain": _w("mountain|mountains", "山|高山|山脉"),
    "snow mountain": _w("snow mountain|snowy mountain", "雪山"), "forest": _w("forest|woods", "森林|树林"),
    "tree": _w("tree|trees", "树|树木"), "grass": _w("grass", "草|草地"), "meadow": _w("meadow|field", "草地|田野"),
    "flowers": _w("flowers|flower", "花|鲜花|花朵"), "desert": _w("desert", "沙漠"), "lake": _w("lake", "湖|湖水"),
    "waterfall": _w("waterfall", "瀑布"), "river": _w("river", "河|河流"), "hills": _w("hills", "山丘|丘陵"),
    "sky": _w("sky", "天空"), "blue sky": _w("blue sky", "蓝天"), "clouds": _w("clouds|cloudy", "云|白云|多云"),
    "sun": _w("sun", "太阳"), "sunset": _w("sunset|sundown|sunrise", "日落|夕阳|晚霞"),
    "night": _w("night|at night", "夜晚|晚上|黑夜"), "moon": _w("moon", "月亮"), "day": _w("daytime", "白天"),
    "stars": _w("stars|starry night", "星空|繁星|星星"), "city": _w("city|skyline", "城市|天际线"),
    "city night": _w("city lights|city at night", "城市夜景|夜景"),
    "building": _w("building|buildings", "建筑|楼房|大楼"),
    "street": _w("street", "街道|马路"), "road": _w("road", "路|公路|道路"), "house": _w("house|home", "房子|房屋"),
    "village": _w("village", "村庄"), "indoor": _w("indoors|room|interior", "室内|房间"),
    "boat": _w("boat|boats|ship", "船|帆船"), "balloon": _w("balloon|hot-air balloon", "热气球|气球"),
    "car": _w("car|cars", "汽车|车"), "bus": _w("bus", "公交车|巴士"), "vehicle": _w("vehicle|traffic", "车辆|交通"),
    "people": _w("people|person|human", "人|人物|人们"), "child": _w("child|children", "孩子|儿童"),
    "crowd": _w("crowd|many people|group of people", "人群|很多人|一群人"),
    "portrait": _w("portrait|face", "肖像|脸|人像"),
    "animal": _w("animal|animals", "动物"), "bird": _w("bird|birds", "鸟|鸟儿"), "dog": _w("dog", "狗"),
    "cat": _w("cat", "猫"), "horse": _w("horse|horses", "马"), "cow": _w("cow|cows", "牛"),
    "sheep": _w("sheep", "羊"), "deer": _w("deer", "鹿"), "camel": _w("camel|camels", "骆驼"),
    "elephant": _w("elephant", "大象"), "fish": _w("fish", "鱼"), "food": _w("food|meal", "食物|美食|吃的"),
    "fruit": _w("fruit|fruits", "水果"), "vegetable": _w("vegetables", "蔬菜"), "plate": _w("plate|dish", "盘子|菜"),
    "pizza": _w("pizza", "披萨|比萨"), "table": _w("table", "桌子"), "document": _w("document|paper|page", "文件|文档"),
    "text": _w("text|writing", "文字"), "letter": _w("letter", "信"), "receipt": _w("receipt|invoice", "收据|发票"),
    "screenshot": _w("screenshot|screen", "截图|屏幕截图"), "chat": _w("chat|messages", "聊天|聊天记录"),
    "code": _w("code|source code", "代码"), "chart": _w("chart|graph|diagram", "图表|统计图"), "map": _w("map", "地图"),
    "fog": _w("fog|foggy|mist", "雾|大雾"), "rain": _w("rain|rainy", "雨|下雨"),
    "snowfall": _w("snowfall|snowing", "下雪"),
    "blurry": _w("blurry|out of focus|blur", "模糊|失焦"), "bw": _w("black and white|monochrome", "黑白|黑白照片"),
    "dark": _w("dark", "黑暗|昏暗"), "bright": _w("bright", "明亮"), "autumn": _w("autumn|fall", "秋天|秋季"),
    "landscape": _w("landscape|nature|scenery", "风景|自然|景色"), "silhouette": _w("silhouette", "剪影"),
    "reflection": _w("reflection", "倒影"), "pattern": _w("pattern", "图案|花纹"), "texture": _w("texture", "纹理"),
    "rainbow": _w("rainbow", "彩虹"), "fireworks": _w("fireworks", "烟花"), "underwater": _w("underwater", "水下|海底"),
    "tent": _w("tent|camping", "帐篷|露营"), "umbrella": _w("umbrella|parasol", "伞|遮阳伞"),
    "lighthouse": _w("lighthouse", "灯塔"), "palm": _w("palm tree|palm trees", "棕榈树|椰子树"),
    "pine": _w("pine trees|pine", "松树"), "cactus": _w("cactus", "仙人掌"), "kite": _w("kite|kites", "风筝"),
    "snowman": _w("snowman", "雪人"), "bench": _w("bench", "长椅"), "plant": _w("plants|plant", "植物"),
    "shape": _w("shape|shapes|geometric shape", "形状|几何图形|图形"), "wood": _w("wood", "木头|木板"),
    "brick": _w("bricks|brick wall", "砖墙|砖"), "stone": _w("stone|rock", "石头|岩石"),
}  # fmt: skip

COUNTS_EN = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
COUNTS_ZH = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七"}
