<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>About</name>
        <message>
            <source>About Mediasearch</source>
            <translation>关于 Mediasearch</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Everything stays on this computer.</source>
            <translation>一切都留在这台电脑上。</translation>
        </message>
        <message>
            <source>Finds your own photos by what is in them.</source>
            <translation>按画面内容查找自己的照片。</translation>
        </message>
        <message>
            <source>Free software under the Apache License 2.0.</source>
            <translation>以 Apache 许可证 2.0 发布的自由软件。</translation>
        </message>
        <message>
            <source>Mediasearch {version}</source>
            <translation>Mediasearch {version}</translation>
        </message>
    </context>
    <context>
        <name>Actions</name>
        <message>
            <source>About Mediasearch</source>
            <translation>关于 Mediasearch</translation>
        </message>
        <message>
            <source>Actual size</source>
            <translation>实际大小</translation>
        </message>
        <message>
            <source>Add a folder…</source>
            <translation>添加文件夹…</translation>
        </message>
        <message>
            <source>Add to favourites</source>
            <translation>收藏</translation>
        </message>
        <message>
            <source>Add to search</source>
            <translation>加入搜索</translation>
        </message>
        <message>
            <source>All commands…</source>
            <translation>所有命令…</translation>
        </message>
        <message>
            <source>Back to the results</source>
            <translation>返回结果</translation>
        </message>
        <message>
            <source>Close, deselect, clear the query</source>
            <translation>关闭、取消选择、清空搜索</translation>
        </message>
        <message>
            <source>Copy image</source>
            <translation>复制图片</translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>复制路径</translation>
        </message>
        <message>
            <source>Copy to a folder…</source>
            <translation>复制到文件夹…</translation>
        </message>
        <message>
            <source>Earlier searches</source>
            <translation>搜索历史</translation>
        </message>
        <message>
            <source>Find similar</source>
            <translation>查找相似图片</translation>
        </message>
        <message>
            <source>First picture</source>
            <translation>第一张</translation>
        </message>
        <message>
            <source>Fit to the window</source>
            <translation>适合窗口</translation>
        </message>
        <message>
            <source>From the search field into the pictures</source>
            <translation>从搜索框进入图片</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>全屏</translation>
        </message>
        <message>
            <source>Hide from results</source>
            <translation>从结果中隐藏</translation>
        </message>
        <message>
            <source>Information</source>
            <translation>图片信息</translation>
        </message>
        <message>
            <source>Issues…</source>
            <translation>问题…</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <source>Larger thumbnails</source>
            <translation>放大缩略图</translation>
        </message>
        <message>
            <source>Last picture</source>
            <translation>最后一张</translation>
        </message>
        <message>
            <source>Leave out of the library</source>
            <translation>从图库中排除</translation>
        </message>
        <message>
            <source>Less like this</source>
            <translation>少一些这样的</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>图库</translation>
        </message>
        <message>
            <source>Library pane</source>
            <translation>图库侧栏</translation>
        </message>
        <message>
            <source>Look for changes now</source>
            <translation>立即检查更改</translation>
        </message>
        <message>
            <source>Mediasearch</source>
            <translation>Mediasearch</translation>
        </message>
        <message>
            <source>More like this</source>
            <translation>多一些这样的</translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>移到回收站</translation>
        </message>
        <message>
            <source>Next picture</source>
            <translation>下一张</translation>
        </message>
        <message>
            <source>Next query</source>
            <translation>前进到下一次搜索</translation>
        </message>
        <message>
            <source>One picture</source>
            <translation>查看图片</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Open in its program</source>
            <translation>用默认程序打开</translation>
        </message>
        <message>
            <source>Open with…</source>
            <translation>打开方式…</translation>
        </message>
        <message>
            <source>Paste an image as query</source>
            <translation>粘贴图片来搜索</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Play or pause</source>
            <translation>播放或暂停</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>预览</translation>
        </message>
        <message>
            <source>Previous picture</source>
            <translation>上一张</translation>
        </message>
        <message>
            <source>Previous query</source>
            <translation>返回上一次搜索</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Save as a list…</source>
            <translation>保存为列表…</translation>
        </message>
        <message>
            <source>Save this search…</source>
            <translation>保存此搜索…</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>全选</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>设置…</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <source>Show new matches</source>
            <translation>显示新结果</translation>
        </message>
        <message>
            <source>Show the stack</source>
            <translation>展开堆叠</translation>
        </message>
        <message>
            <source>Smaller thumbnails</source>
            <translation>缩小缩略图</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>View</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>缩小</translation>
        </message>
    </context>
    <context>
        <name>Background</name>
        <message>
            <source>Click its icon to open the window, or choose Quit there.</source>
            <translation>点击图标可打开窗口，也可在那里退出。</translation>
        </message>
        <message>
            <source>Mediasearch goes on in the tray</source>
            <translation>Mediasearch 在托盘中继续运行</translation>
        </message>
        <message>
            <source>Open Mediasearch</source>
            <translation>打开 Mediasearch</translation>
        </message>
        <message>
            <source>Pause indexing</source>
            <translation>暂停索引</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Resume indexing</source>
            <translation>继续索引</translation>
        </message>
        <message>
            <source>Starting at login could not be changed ({reason}). Use the settings of the desktop.</source>
            <translation>无法更改开机启动（{reason}）。请使用桌面的设置。</translation>
        </message>
        <message>
            <source>This desktop shows no tray, so closing the window ends Mediasearch.</source>
            <translation>此桌面没有托盘，关闭窗口会退出 Mediasearch。</translation>
        </message>
        <message>
            <source>Your pictures can be searched</source>
            <translation>图片已可搜索</translation>
        </message>
        <message>
            <source>{pictures} were indexed.</source>
            <translation>已索引 {pictures}。</translation>
        </message>
    </context>
    <context>
        <name>BreadthSlider</name>
        <message>
            <source>Broader</source>
            <translation>更宽泛</translation>
        </message>
        <message>
            <source>Closer</source>
            <translation>更准确</translation>
        </message>
        <message>
            <source>How sure the best matches have to be</source>
            <translation>最佳匹配要有多确定</translation>
        </message>
    </context>
    <context>
        <name>CommandPalette</name>
        <message>
            <source>All commands</source>
            <translation>所有命令</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Find a command</source>
            <translation>查找命令</translation>
        </message>
        <message>
            <source>No command is called that.</source>
            <translation>没有这样的命令。</translation>
        </message>
        <message>
            <source>What would you like to do?</source>
            <translation>想做什么？</translation>
        </message>
    </context>
    <context>
        <name>DateRail</name>
        <message>
            <source>Dates</source>
            <translation>日期</translation>
        </message>
    </context>
    <context>
        <name>Details</name>
        <message>
            <source>%1 × %2 · %3 MP</source>
            <translation>%1 × %2 · %3 百万像素</translation>
        </message>
        <message numerus="yes">
            <source>%n other copies</source>
            <translation>
                <numerusform>另有 %n 份副本</numerusform>
            </translation>
        </message>
        <message>
            <source>Camera</source>
            <translation>相机</translation>
        </message>
        <message>
            <source>Copy the coordinates</source>
            <translation>复制坐标</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详细信息</translation>
        </message>
        <message>
            <source>Dimensions</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Its drive or folder isn’t connected.</source>
            <translation>所在的磁盘或文件夹未连接。</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>地点</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Why it is here</source>
            <translation>匹配原因</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>还有 %n 个</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Dialogs</name>
        <message>
            <source>The settings could not be saved ({reason}). They hold until the window is closed.</source>
            <translation>无法保存设置（{reason}）。关闭窗口前仍然有效。</translation>
        </message>
    </context>
    <context>
        <name>DropOverlay</name>
        <message>
            <source>Drop to add this folder</source>
            <translation>松开即可添加此文件夹</translation>
        </message>
        <message>
            <source>Drop to add this picture to the search</source>
            <translation>松开即可把此图片加入搜索</translation>
        </message>
        <message>
            <source>Drop to find less like this</source>
            <translation>松开即可减少类似的结果</translation>
        </message>
        <message>
            <source>Drop to search with this picture</source>
            <translation>松开即可用此图片搜索</translation>
        </message>
        <message>
            <source>This is a link only</source>
            <translation>这只是一个链接</translation>
        </message>
    </context>
    <context>
        <name>Engine</name>
        <message>
            <source>A concept</source>
            <translation>概念</translation>
        </message>
        <message>
            <source>A concept needs something to go by</source>
            <translation>概念需要有所依据</translation>
        </message>
        <message>
            <source>A new one was started; your pictures are untouched and will be indexed again.</source>
            <translation>已新建图库；您的图片没有变动，将重新索引。</translation>
        </message>
        <message>
            <source>A picture of this query is not in the library, or not indexed yet</source>
            <translation>搜索中的一张图片不在图库中，或尚未索引</translation>
        </message>
        <message>
            <source>A picture of this search is gone</source>
            <translation>此搜索中的一张图片已不存在</translation>
        </message>
        <message>
            <source>A process cannot be started ({})</source>
            <translation>无法启动进程（{}）</translation>
        </message>
        <message>
            <source>A saved search</source>
            <translation>已保存的搜索</translation>
        </message>
        <message>
            <source>About a hundred languages, and sees small things better; indexing takes about three times as long.</source>
            <translation>支持约一百种语言，更善于识别细小的东西；索引约需三倍时间。</translation>
        </message>
        <message>
            <source>Add it again.</source>
            <translation>请重新添加。</translation>
        </message>
        <message>
            <source>An import needs a file</source>
            <translation>导入需要一个文件</translation>
        </message>
        <message>
            <source>Another drive or folder is at this place now, and the known pictures are not in it.</source>
            <translation>这个位置现在是另一个磁盘或文件夹，里面没有已知的图片。</translation>
        </message>
        <message>
            <source>Another model answers by now</source>
            <translation>现在由另一个模型应答</translation>
        </message>
        <message>
            <source>Another saved search is called “{}”</source>
            <translation>已有名为“{}”的搜索</translation>
        </message>
        <message>
            <source>Balanced: knows people, animals, places and things, quick to index on any computer.</source>
            <translation>均衡：认识人物、动物、地点和物品，在任何电脑上都能快速索引。</translation>
        </message>
        <message>
            <source>Change to another one first.</source>
            <translation>请先换用另一个。</translation>
        </message>
        <message>
            <source>Changes in a folder may be noticed late</source>
            <translation>可能较晚才发现文件夹中的更改</translation>
        </message>
        <message>
            <source>Changes in this folder are noticed late, because the system cannot watch it ({}).</source>
            <translation>系统无法监视此文件夹（{}），因此会较晚发现其中的更改。</translation>
        </message>
        <message>
            <source>Changes in this folder are noticed late, because the system’s limit of folders that may be watched is used up. To raise it, run: sudo sysctl {}</source>
            <translation>系统允许监视的文件夹数量已用完，因此会较晚发现此文件夹中的更改。要提高上限，请运行：sudo sysctl {}</translation>
        </message>
        <message>
            <source>Changes in this folder are noticed late, because the system’s limit of programs that may watch folders is used up. To raise it, run: sudo sysctl {}</source>
            <translation>系统允许监视文件夹的程序数量已用完，因此会较晚发现此文件夹中的更改。要提高上限，请运行：sudo sysctl {}</translation>
        </message>
        <message>
            <source>Check HF_ENDPOINT if you have set it, and try again.</source>
            <translation>如果设置过 HF_ENDPOINT，请检查它，然后重试。</translation>
        </message>
        <message>
            <source>Check HF_ENDPOINT if you have set it, or choose another model.</source>
            <translation>如果设置过 HF_ENDPOINT，请检查它，或选择其他模型。</translation>
        </message>
        <message>
            <source>Check how it is spelled.</source>
            <translation>请检查拼写。</translation>
        </message>
        <message>
            <source>Check its permissions and free space, or choose another folder with --library.</source>
            <translation>请检查权限和可用空间，或用 --library 选择其他文件夹。</translation>
        </message>
        <message>
            <source>Check its permissions, or choose another folder with --library.</source>
            <translation>请检查权限，或用 --library 选择其他文件夹。</translation>
        </message>
        <message>
            <source>Check its permissions, or choose another folder.</source>
            <translation>请检查权限，或选择其他文件夹。</translation>
        </message>
        <message>
            <source>Check its permissions.</source>
            <translation>请检查权限。</translation>
        </message>
        <message>
            <source>Check that its disk is connected and has free space, then start Mediasearch again.</source>
            <translation>请确认磁盘已连接且有可用空间，然后重新启动 Mediasearch。</translation>
        </message>
        <message>
            <source>Check that {} can be written and has free space, then start again.</source>
            <translation>请确认 {} 可写且有可用空间，然后重新启动。</translation>
        </message>
        <message>
            <source>Check the connection and try again.</source>
            <translation>请检查网络连接后重试。</translation>
        </message>
        <message>
            <source>Check the connection, and HF_ENDPOINT if you have set it.</source>
            <translation>请检查网络连接；如果设置过 HF_ENDPOINT，也请检查它。</translation>
        </message>
        <message>
            <source>Check the disk.</source>
            <translation>请检查磁盘。</translation>
        </message>
        <message>
            <source>Check the folder or choose another with --library.</source>
            <translation>请检查文件夹，或用 --library 选择其他文件夹。</translation>
        </message>
        <message>
            <source>Check the folder's permissions and its disk.</source>
            <translation>请检查文件夹的权限和磁盘。</translation>
        </message>
        <message>
            <source>Check the folder's permissions.</source>
            <translation>请检查文件夹权限。</translation>
        </message>
        <message>
            <source>Check the name, or choose another model.</source>
            <translation>请检查名称，或选择其他模型。</translation>
        </message>
        <message>
            <source>Check the name. If the model asks for consent, give it on its page there and set HF_TOKEN to your access token.</source>
            <translation>请检查名称。如果该模型要求同意条款，请在其页面上同意，并将 HF_TOKEN 设为您的访问令牌。</translation>
        </message>
        <message>
            <source>Check the permissions of the folder, or choose another one with --library.</source>
            <translation>请检查文件夹的权限，或用 --library 选择其他文件夹。</translation>
        </message>
        <message>
            <source>Check the spelling, or connect the drive it is on.</source>
            <translation>请检查拼写，或连接所在的磁盘。</translation>
        </message>
        <message>
            <source>Checking against torch</source>
            <translation>正在与 torch 核对</translation>
        </message>
        <message>
            <source>Checking the files</source>
            <translation>正在检查文件</translation>
        </message>
        <message>
            <source>Choose a folder on this computer's own disk with --library.</source>
            <translation>请用 --library 选择本机磁盘上的文件夹。</translation>
        </message>
        <message>
            <source>Choose a folder on this computer's own disk with --library. The photos may stay where they are.</source>
            <translation>请用 --library 选择本机磁盘上的文件夹。照片可以留在原处。</translation>
        </message>
        <message>
            <source>Choose a folder that holds your pictures.</source>
            <translation>请选择存放图片的文件夹。</translation>
        </message>
        <message>
            <source>Choose a repository that holds {}.</source>
            <translation>请选择包含 {} 的仓库。</translation>
        </message>
        <message>
            <source>Choose another folder with --library.</source>
            <translation>请用 --library 选择其他文件夹。</translation>
        </message>
        <message>
            <source>Choose another folder, or remove one of them from the library.</source>
            <translation>请选择其他文件夹，或从图库中移除其中一个。</translation>
        </message>
        <message>
            <source>Choose another folder.</source>
            <translation>请选择其他文件夹。</translation>
        </message>
        <message>
            <source>Choose another model in Settings; the log has the details.</source>
            <translation>请在设置中选择其他模型；详情见日志。</translation>
        </message>
        <message>
            <source>Choose another model, or install Mediasearch again.</source>
            <translation>请选择其他模型，或重新安装 Mediasearch。</translation>
        </message>
        <message>
            <source>Choose another model.</source>
            <translation>请选择其他模型。</translation>
        </message>
        <message>
            <source>Choose another name, or remove that search first.</source>
            <translation>请换个名称，或先删除那个搜索。</translation>
        </message>
        <message>
            <source>Choose another picture.</source>
            <translation>请选择其他图片。</translation>
        </message>
        <message>
            <source>Choose one in Settings.</source>
            <translation>请在设置中选择一个。</translation>
        </message>
        <message>
            <source>Choose one of its list, such as ViT-B-32.</source>
            <translation>请从列表中选择，例如 ViT-B-32。</translation>
        </message>
        <message>
            <source>Choose others.</source>
            <translation>请选择其他图片。</translation>
        </message>
        <message>
            <source>Choose the architecture it was trained with, or another model.</source>
            <translation>请选择训练时所用的架构，或其他模型。</translation>
        </message>
        <message>
            <source>Choose the architecture they were trained with, or another model.</source>
            <translation>请选择训练时所用的架构，或其他模型。</translation>
        </message>
        <message>
            <source>Choose the architecture they were trained with.</source>
            <translation>请选择训练时所用的架构。</translation>
        </message>
        <message>
            <source>Choose the file that ends in .safetensors.</source>
            <translation>请选择以 .safetensors 结尾的文件。</translation>
        </message>
        <message>
            <source>Choose the folder that contains it.</source>
            <translation>请选择包含它的文件夹。</translation>
        </message>
        <message>
            <source>Choose the folder that holds them now. To search other pictures as well, add their folder.</source>
            <translation>请选择它们现在所在的文件夹。如果还要搜索其他图片，请添加相应的文件夹。</translation>
        </message>
        <message>
            <source>Choose the safetensors file of a model.</source>
            <translation>请选择模型的 safetensors 文件。</translation>
        </message>
        <message>
            <source>Close other programs if memory is short, and try again.</source>
            <translation>如果内存不足，请关闭其他程序后重试。</translation>
        </message>
        <message>
            <source>Close other programs if memory is short, or install Mediasearch again{}. It is tried again by itself.</source>
            <translation>如果内存不足，请关闭其他程序，或重新安装 Mediasearch{}。程序会自动重试。</translation>
        </message>
        <message>
            <source>Close other programs that use them, and try again.</source>
            <translation>请关闭正在使用它们的程序，然后重试。</translation>
        </message>
        <message>
            <source>Close other programs, try again.</source>
            <translation>请关闭其他程序后重试。</translation>
        </message>
        <message>
            <source>Close other programs.</source>
            <translation>请关闭其他程序。</translation>
        </message>
        <message>
            <source>Close other programs. It is tried again by itself.</source>
            <translation>请关闭其他程序。程序会自动重试。</translation>
        </message>
        <message>
            <source>Comes with the program: colours, shapes and simple scenes.</source>
            <translation>随程序提供：可识别颜色、形状和简单场景。</translation>
        </message>
        <message>
            <source>Computing what to compare with</source>
            <translation>正在计算用于比较的数据</translation>
        </message>
        <message>
            <source>Connect it and run the command again.</source>
            <translation>请连接后再次运行命令。</translation>
        </message>
        <message>
            <source>Connect its drive first.</source>
            <translation>请先连接所在的磁盘。</translation>
        </message>
        <message>
            <source>Copy it again.</source>
            <translation>请重新复制。</translation>
        </message>
        <message>
            <source>Copy or download it again.</source>
            <translation>请重新复制或下载。</translation>
        </message>
        <message>
            <source>Deleting all but the best of each would free {}; nothing is deleted by itself.</source>
            <translation>每组只留最好的一张可腾出 {}；程序不会自动删除任何文件。</translation>
        </message>
        <message>
            <source>Describe pictures in about a hundred languages; as quick to index as the balanced one.</source>
            <translation>可用约一百种语言描述图片；索引速度与均衡模型相同。</translation>
        </message>
        <message>
            <source>Did you mean {}?</source>
            <translation>您是指 {} 吗？</translation>
        </message>
        <message>
            <source>Download it again.</source>
            <translation>请重新下载。</translation>
        </message>
        <message>
            <source>Download it first: mediasearch model download {}</source>
            <translation>请先下载：mediasearch model download {}</translation>
        </message>
        <message>
            <source>Download the model again, or choose another one.</source>
            <translation>请重新下载模型，或选择其他模型。</translation>
        </message>
        <message>
            <source>Drop a picture file.</source>
            <translation>请拖入图片文件。</translation>
        </message>
        <message>
            <source>Favourites, other marks and saved searches could be rescued ({}).</source>
            <translation>收藏、其他标记和已保存的搜索已恢复（{}）。</translation>
        </message>
        <message>
            <source>Free some space; indexing goes on by itself.</source>
            <translation>请腾出一些空间，索引会自动继续。</translation>
        </message>
        <message>
            <source>Free some space; nothing that was known is lost.</source>
            <translation>请腾出一些空间；已有的内容不会丢失。</translation>
        </message>
        <message>
            <source>Get it again or choose another one in Settings, or run: mediasearch model download {}</source>
            <translation>请在设置中重新下载或选择其他模型，或运行：mediasearch model download {}</translation>
        </message>
        <message>
            <source>Get it again, or choose another model.</source>
            <translation>请重新下载，或选择其他模型。</translation>
        </message>
        <message>
            <source>Give the folder it is in.</source>
            <translation>请指定它所在的文件夹。</translation>
        </message>
        <message>
            <source>Index a folder first: mediasearch index FOLDER.</source>
            <translation>请先索引文件夹：mediasearch index FOLDER。</translation>
        </message>
        <message>
            <source>Indexing is paused in the window</source>
            <translation>索引已在窗口中暂停</translation>
        </message>
        <message>
            <source>Install Mediasearch again</source>
            <translation>请重新安装 Mediasearch</translation>
        </message>
        <message>
            <source>Install Mediasearch again, or choose another model.</source>
            <translation>请重新安装 Mediasearch，或选择其他模型。</translation>
        </message>
        <message>
            <source>It is noted in the file {} in “{}”, which must be writable.</source>
            <translation>这会记录在“{1}”中的文件 {0} 里，该文件夹必须可写。</translation>
        </message>
        <message>
            <source>Loading the model</source>
            <translation>正在加载模型</translation>
        </message>
        <message>
            <source>Make space and go on; what has arrived is kept. --library DIR puts models elsewhere.</source>
            <translation>请腾出空间后继续；已下载的部分会保留。用 --library DIR 可把模型放在别处。</translation>
        </message>
        <message>
            <source>Make space, or keep the library elsewhere with --library DIR.</source>
            <translation>请腾出空间，或用 --library DIR 把图库放在别处。</translation>
        </message>
        <message>
            <source>More than {} pictures cannot be marked at once</source>
            <translation>一次最多只能标记 {} 张图片</translation>
        </message>
        <message>
            <source>No photo is called “{}”, so nothing is near it.</source>
            <translation>没有名为“{}”的照片，因此无法查找附近的照片。</translation>
        </message>
        <message>
            <source>No photos match these filters: {}. Remove one of them.</source>
            <translation>没有符合这些条件的照片：{}。请移除其中一个条件。</translation>
        </message>
        <message>
            <source>No window is open on this library</source>
            <translation>没有打开此图库的窗口</translation>
        </message>
        <message>
            <source>Nothing is indexed yet</source>
            <translation>尚未索引任何内容</translation>
        </message>
        <message>
            <source>Nothing is saved any more. Put it back, or quit Mediasearch and start it again: the library is made anew and your pictures are indexed again.</source>
            <translation>现在不再保存任何内容。请把它放回原处，或退出 Mediasearch 后重新启动：程序会新建图库，并重新为您的图片建立索引。</translation>
        </message>
        <message>
            <source>OpenVINO, f32</source>
            <translation>OpenVINO, f32</translation>
        </message>
        <message>
            <source>Put it there, from where the weights came from, and try again.</source>
            <translation>请从权重的来源处取得并放在那里，然后重试。</translation>
        </message>
        <message>
            <source>Reading everyday names</source>
            <translation>正在读取常用名称</translation>
        </message>
        <message>
            <source>Reading the weights</source>
            <translation>正在读取权重</translation>
        </message>
        <message>
            <source>Remove it and get it again, or choose another one.</source>
            <translation>请移除后重新下载，或选择其他模型。</translation>
        </message>
        <message>
            <source>Remove it and get it again.</source>
            <translation>请移除后重新下载。</translation>
        </message>
        <message>
            <source>Remove it first.</source>
            <translation>请先移除它。</translation>
        </message>
        <message>
            <source>Remove it from the search and try again.</source>
            <translation>请从搜索中移除它，然后重试。</translation>
        </message>
        <message>
            <source>Remove one of them or add a description.</source>
            <translation>请移除其中一个，或添加描述。</translation>
        </message>
        <message>
            <source>Remove the folder itself from the library instead.</source>
            <translation>请改为从图库中移除该文件夹本身。</translation>
        </message>
        <message>
            <source>Remove the model and get it again</source>
            <translation>请移除模型后重新下载</translation>
        </message>
        <message>
            <source>Resume it there.</source>
            <translation>请在那里继续。</translation>
        </message>
        <message>
            <source>Run mediasearch index on its folders once more.</source>
            <translation>请对其文件夹再次运行 mediasearch index。</translation>
        </message>
        <message>
            <source>Run mediasearch index on your folders.</source>
            <translation>请对您的文件夹运行 mediasearch index。</translation>
        </message>
        <message>
            <source>Run mediasearch status to see why.</source>
            <translation>运行 mediasearch status 可查看原因。</translation>
        </message>
        <message>
            <source>Run: mediasearch model download {}</source>
            <translation>请运行：mediasearch model download {}</translation>
        </message>
        <message>
            <source>Save it again from pictures that are there.</source>
            <translation>请用现有的图片重新保存。</translation>
        </message>
        <message>
            <source>Save it as a file, search with the file, and save that search.</source>
            <translation>请先存为文件，用该文件搜索，再保存搜索。</translation>
        </message>
        <message>
            <source>Search again and save it anew.</source>
            <translation>请重新搜索并再次保存。</translation>
        </message>
        <message>
            <source>Search again, or choose another model.</source>
            <translation>请重新搜索，或选择其他模型。</translation>
        </message>
        <message>
            <source>Search again.</source>
            <translation>请重新搜索。</translation>
        </message>
        <message>
            <source>Select fewer.</source>
            <translation>请少选一些。</translation>
        </message>
        <message>
            <source>Select pictures that show it, then save it again.</source>
            <translation>请选择能代表它的图片，然后重新保存。</translation>
        </message>
        <message>
            <source>Something went wrong inside Mediasearch</source>
            <translation>Mediasearch 内部出错</translation>
        </message>
        <message>
            <source>Start Mediasearch again: it sets the damaged file aside and repairs the library.</source>
            <translation>请重新启动 Mediasearch：它会移开损坏的文件并修复图库。</translation>
        </message>
        <message>
            <source>Start Mediasearch once; it updates the library.</source>
            <translation>请启动一次 Mediasearch，它会更新图库。</translation>
        </message>
        <message>
            <source>Start the command again.</source>
            <translation>请重新运行命令。</translation>
        </message>
        <message>
            <source>Start the download again.</source>
            <translation>请重新下载。</translation>
        </message>
        <message>
            <source>Starter</source>
            <translation>入门模型</translation>
        </message>
        <message>
            <source>The backup {} took its place; files that changed since are read again.</source>
            <translation>已用备份 {} 代替；此后更改过的文件会重新读取。</translation>
        </message>
        <message>
            <source>The best at telling things apart, in English; for a fast computer, indexing takes many times as long.</source>
            <translation>分辨能力最强，仅支持英语；适合性能强的电脑，索引时间是其他模型的许多倍。</translation>
        </message>
        <message>
            <source>The connection to {} broke off</source>
            <translation>与 {} 的连接中断</translation>
        </message>
        <message>
            <source>The connection to {} does not work or broke off</source>
            <translation>与 {} 的连接不通或已中断</translation>
        </message>
        <message>
            <source>The database {} cannot be used on this kind of drive</source>
            <translation>数据库 {} 无法在这种磁盘上使用</translation>
        </message>
        <message>
            <source>The disk is full</source>
            <translation>磁盘已满</translation>
        </message>
        <message>
            <source>The disk of the library is full: {} could not be saved</source>
            <translation>图库所在磁盘已满：无法保存{}</translation>
        </message>
        <message>
            <source>The disk of {} is full</source>
            <translation>{} 所在的磁盘已满</translation>
        </message>
        <message>
            <source>The fastest to index and the smallest download, nearly as good as the balanced one; for research only by its licence.</source>
            <translation>索引最快，下载最小，效果接近均衡模型；许可证仅限研究用途。</translation>
        </message>
        <message>
            <source>The files could not be marked to be ignored</source>
            <translation>无法将这些文件标记为忽略</translation>
        </message>
        <message>
            <source>The files could not be marked to be tried again</source>
            <translation>无法将这些文件标记为重试</translation>
        </message>
        <message>
            <source>The files of the model {} cannot be deleted ({})</source>
            <translation>无法删除模型 {} 的文件（{}）</translation>
        </message>
        <message>
            <source>The files of the model {} were damaged on the disk</source>
            <translation>模型 {} 的文件在磁盘上已损坏</translation>
        </message>
        <message>
            <source>The folder cannot be read: {}.</source>
            <translation>无法读取文件夹：{}。</translation>
        </message>
        <message>
            <source>The folder could not be removed from the library</source>
            <translation>无法从图库中移除该文件夹</translation>
        </message>
        <message>
            <source>The folder is empty. If it is on a drive, connect the drive.</source>
            <translation>文件夹是空的。如果它在外接磁盘上，请连接磁盘。</translation>
        </message>
        <message>
            <source>The folder is not connected.</source>
            <translation>文件夹未连接。</translation>
        </message>
        <message>
            <source>The folder is not there. If it is on a drive, connect the drive.</source>
            <translation>文件夹不存在。如果它在外接磁盘上，请连接磁盘。</translation>
        </message>
        <message>
            <source>The folder may not be read. Check its permissions.</source>
            <translation>没有读取文件夹的权限。请检查权限。</translation>
        </message>
        <message>
            <source>The folder “{}” belongs to Mediasearch’s own library</source>
            <translation>文件夹“{}”属于 Mediasearch 自己的图库</translation>
        </message>
        <message>
            <source>The folder “{}” cannot be opened ({})</source>
            <translation>无法打开文件夹“{}”（{}）</translation>
        </message>
        <message>
            <source>The folder “{}” does not exist</source>
            <translation>文件夹“{}”不存在</translation>
        </message>
        <message>
            <source>The folder “{}” may not be read</source>
            <translation>没有读取文件夹“{}”的权限</translation>
        </message>
        <message>
            <source>The indexing engine could not be started</source>
            <translation>无法启动索引引擎</translation>
        </message>
        <message>
            <source>The indexing engine ended before it answered</source>
            <translation>索引引擎在应答前结束了</translation>
        </message>
        <message>
            <source>The library cannot be opened: {}{}</source>
            <translation>无法打开图库：{}{}</translation>
        </message>
        <message>
            <source>The library could not be backed up before its update ({})</source>
            <translation>更新前无法备份图库（{}）</translation>
        </message>
        <message>
            <source>The library folder {} cannot be used ({})</source>
            <translation>无法使用图库文件夹 {}（{}）</translation>
        </message>
        <message>
            <source>The library folder {} is on a network drive ({}), where its database would be damaged</source>
            <translation>图库文件夹 {} 在网络磁盘（{}）上，数据库会因此损坏</translation>
        </message>
        <message>
            <source>The library in {} was made by an older version of Mediasearch</source>
            <translation>{} 中的图库由旧版 Mediasearch 创建</translation>
        </message>
        <message>
            <source>The library may not be written: {} could not be saved</source>
            <translation>没有图库的写入权限：无法保存{}</translation>
        </message>
        <message>
            <source>The library {} is in use by another Mediasearch{}</source>
            <translation>图库 {} 正被另一个 Mediasearch 使用{}</translation>
        </message>
        <message>
            <source>The library {} is in use by another program</source>
            <translation>图库 {} 正被另一个程序使用</translation>
        </message>
        <message>
            <source>The library {} was deleted or moved while it was in use</source>
            <translation>图库 {} 在使用过程中被删除或移走</translation>
        </message>
        <message>
            <source>The library {} was made by a newer version of Mediasearch</source>
            <translation>图库 {} 由新版 Mediasearch 创建</translation>
        </message>
        <message>
            <source>The library's database was damaged. It was set aside as {}.</source>
            <translation>图库的数据库已损坏，已另存为 {}。</translation>
        </message>
        <message>
            <source>The library's database {} cannot be opened ({})</source>
            <translation>无法打开图库的数据库 {}（{}）</translation>
        </message>
        <message>
            <source>The library's database {} could not be read or written ({})</source>
            <translation>无法读写图库的数据库 {}（{}）</translation>
        </message>
        <message>
            <source>The library's database {} is damaged</source>
            <translation>图库的数据库 {} 已损坏</translation>
        </message>
        <message>
            <source>The library's database {} may not be written</source>
            <translation>没有图库数据库 {} 的写入权限</translation>
        </message>
        <message>
            <source>The library's disk reported an error: {} could not be saved ({})</source>
            <translation>图库所在磁盘报告错误：无法保存{}（{}）</translation>
        </message>
        <message>
            <source>The list of folders could be rescued ({}).</source>
            <translation>文件夹列表已恢复（{}）。</translation>
        </message>
        <message>
            <source>The list of folders could not be rescued; please add your folders again.</source>
            <translation>无法恢复文件夹列表，请重新添加文件夹。</translation>
        </message>
        <message>
            <source>The log says more ({}).</source>
            <translation>详情见日志（{}）。</translation>
        </message>
        <message>
            <source>The log says more.</source>
            <translation>详情见日志。</translation>
        </message>
        <message>
            <source>The messages above say why.</source>
            <translation>原因见上面的消息。</translation>
        </message>
        <message>
            <source>The missing files could not be removed from the library</source>
            <translation>无法从图库中移除缺失的文件</translation>
        </message>
        <message>
            <source>The model cannot be used: {}</source>
            <translation>无法使用模型：{}</translation>
        </message>
        <message>
            <source>The model could not be loaded, so nothing can be indexed now</source>
            <translation>无法加载模型，因此目前不能索引</translation>
        </message>
        <message>
            <source>The model could not read the query picture</source>
            <translation>模型无法读取搜索图片</translation>
        </message>
        <message>
            <source>The model for descriptions could not be loaded</source>
            <translation>无法加载用于描述的模型</translation>
        </message>
        <message>
            <source>The model in {} is damaged: {}</source>
            <translation>{} 中的模型已损坏：{}</translation>
        </message>
        <message>
            <source>The model is not complete: {}</source>
            <translation>模型不完整：{}</translation>
        </message>
        <message>
            <source>The model is not complete: {} does not describe it</source>
            <translation>模型不完整：{} 中没有它的描述</translation>
        </message>
        <message>
            <source>The model {} cannot be used: {}</source>
            <translation>无法使用模型 {}：{}</translation>
        </message>
        <message>
            <source>The model {} could not be {} ({}: {})</source>
            <translation>模型 {0} 处理失败（{2}：{3}）</translation>
        </message>
        <message>
            <source>The model {} is being downloaded or prepared already</source>
            <translation>模型 {} 已在下载或准备中</translation>
        </message>
        <message>
            <source>The model {} is in use</source>
            <translation>模型 {} 正在使用</translation>
        </message>
        <message>
            <source>The model {} is not complete</source>
            <translation>模型 {} 不完整</translation>
        </message>
        <message>
            <source>The model {} is not on this computer</source>
            <translation>模型 {} 不在这台电脑上</translation>
        </message>
        <message>
            <source>The model {} is not ready</source>
            <translation>模型 {} 尚未就绪</translation>
        </message>
        <message>
            <source>The name is too long</source>
            <translation>名称太长</translation>
        </message>
        <message>
            <source>The open_clip that is installed does not know {}</source>
            <translation>所安装的 open_clip 不支持 {}</translation>
        </message>
        <message>
            <source>The parts of the model {} do not fit together ({})</source>
            <translation>模型 {} 的各部分不匹配（{}）</translation>
        </message>
        <message>
            <source>The parts of this query cancel each other out</source>
            <translation>此搜索的各部分互相抵消了</translation>
        </message>
        <message>
            <source>The pasted picture arrived damaged</source>
            <translation>粘贴的图片已损坏</translation>
        </message>
        <message>
            <source>The pasted picture is too large to be kept with a search</source>
            <translation>粘贴的图片太大，无法随搜索保存</translation>
        </message>
        <message>
            <source>The picture encoder could not be started; close other programs, or start Mediasearch again.</source>
            <translation>无法启动图片编码器；请关闭其他程序，或重新启动 Mediasearch。</translation>
        </message>
        <message>
            <source>The picture encoder ended unexpectedly ({}); it is started again when pictures wait.</source>
            <translation>图片编码器意外结束（{}）；有图片等待时会重新启动。</translation>
        </message>
        <message>
            <source>The picture encoder hung and was ended; it is started again when pictures wait.</source>
            <translation>图片编码器没有响应，已被终止；有图片等待时会重新启动。</translation>
        </message>
        <message>
            <source>The pictures of the concept “{}” are gone</source>
            <translation>概念“{}”的图片已不存在</translation>
        </message>
        <message>
            <source>The pictures of “{}” are not in “{}”</source>
            <translation>“{}”的图片不在“{}”中</translation>
        </message>
        <message>
            <source>The pictures that you chose are no longer in the library</source>
            <translation>所选的图片已不在图库中</translation>
        </message>
        <message>
            <source>The process that works on {} ended unexpectedly (code {})</source>
            <translation>处理 {} 的进程意外结束（代码 {}）</translation>
        </message>
        <message>
            <source>The query holds an empty picture</source>
            <translation>搜索中有一张空图片</translation>
        </message>
        <message>
            <source>The query is very long; only its beginning was used.</source>
            <translation>搜索内容太长，只使用了开头部分。</translation>
        </message>
        <message>
            <source>The query only says what to leave out; what is least like it comes first.</source>
            <translation>搜索只说明了要排除什么；最不像的排在最前。</translation>
        </message>
        <message>
            <source>The query picture cannot be used: {}</source>
            <translation>无法使用搜索图片：{}</translation>
        </message>
        <message>
            <source>The question was stopped</source>
            <translation>查询已停止</translation>
        </message>
        <message>
            <source>The starter model comes with the program and cannot be removed</source>
            <translation>入门模型随程序提供，无法移除</translation>
        </message>
        <message>
            <source>The system lets Mediasearch start no more threads</source>
            <translation>系统不允许 Mediasearch 启动更多线程</translation>
        </message>
        <message>
            <source>The system starts no processes that read pictures, so nothing can be indexed now</source>
            <translation>系统无法启动读取图片的进程，因此目前无法索引</translation>
        </message>
        <message>
            <source>The text part of the model {} does not work: {}</source>
            <translation>模型 {} 的文本部分无法工作：{}</translation>
        </message>
        <message>
            <source>The tokenizer {} cannot be read</source>
            <translation>无法读取分词器 {}</translation>
        </message>
        <message>
            <source>The vocabulary {} cannot be read</source>
            <translation>无法读取词表 {}</translation>
        </message>
        <message>
            <source>The weights are not of the architecture {}: {}</source>
            <translation>权重不属于架构 {}：{}</translation>
        </message>
        <message>
            <source>The weights do not fit the architecture ({})</source>
            <translation>权重与架构不符（{}）</translation>
        </message>
        <message>
            <source>The weights of the model {} give no numbers</source>
            <translation>模型 {} 的权重算不出有效数值</translation>
        </message>
        <message>
            <source>The {} part of the model {} cannot be loaded</source>
            <translation>无法加载模型 {1} 的 {0} 部分</translation>
        </message>
        <message>
            <source>There are: {}, and {}OWNER/REPOSITORY.</source>
            <translation>可用的有：{}，以及 {}OWNER/REPOSITORY。</translation>
        </message>
        <message>
            <source>There is a model called {} already</source>
            <translation>已有名为 {} 的模型</translation>
        </message>
        <message>
            <source>There is no concept called “{}”; it was taken for a description.</source>
            <translation>没有名为“{}”的概念，已当作描述处理。</translation>
        </message>
        <message>
            <source>There is no folder at this place any more.</source>
            <translation>这个位置已没有文件夹。</translation>
        </message>
        <message>
            <source>There is no library in {} yet</source>
            <translation>{} 中还没有图库</translation>
        </message>
        <message>
            <source>There is no mark called “{}”</source>
            <translation>没有名为“{}”的标记</translation>
        </message>
        <message>
            <source>There is no model</source>
            <translation>没有模型</translation>
        </message>
        <message>
            <source>There is no model called {}</source>
            <translation>没有名为 {} 的模型</translation>
        </message>
        <message>
            <source>There is no model in {}</source>
            <translation>{} 中没有模型</translation>
        </message>
        <message>
            <source>There is not enough memory</source>
            <translation>内存不足</translation>
        </message>
        <message>
            <source>There is not enough space for {}: it takes {}, and {} are free</source>
            <translation>空间不足以存放 {}：需要 {}，可用 {}</translation>
        </message>
        <message>
            <source>There is nothing to do: its pictures are found already.</source>
            <translation>无需操作：其中的图片已能搜到。</translation>
        </message>
        <message>
            <source>This architecture needs {}, which is not beside {}</source>
            <translation>此架构需要 {}，但它不在 {} 旁边</translation>
        </message>
        <message>
            <source>This could not be looked up</source>
            <translation>无法查询</translation>
        </message>
        <message>
            <source>This folder is no longer in the library</source>
            <translation>此文件夹已不在图库中</translation>
        </message>
        <message>
            <source>This library was indexed with another model</source>
            <translation>此图库是用另一个模型索引的</translation>
        </message>
        <message>
            <source>This model is on this computer already, as {}</source>
            <translation>这台电脑上已有此模型，名为 {}</translation>
        </message>
        <message>
            <source>This model wants its pictures prepared in a way that Mediasearch does not know</source>
            <translation>此模型需要 Mediasearch 不支持的图片预处理方式</translation>
        </message>
        <message>
            <source>This picture is not among the results any more</source>
            <translation>此图片已不在结果中</translation>
        </message>
        <message>
            <source>This result is too old to be shown</source>
            <translation>此结果太旧，无法显示</translation>
        </message>
        <message>
            <source>This saved search is gone</source>
            <translation>此搜索已不存在</translation>
        </message>
        <message>
            <source>This search failed</source>
            <translation>搜索失败</translation>
        </message>
        <message>
            <source>Try again in a moment, or remove it from the query.</source>
            <translation>请稍后重试，或从搜索中移除它。</translation>
        </message>
        <message>
            <source>Try again in a moment.</source>
            <translation>请稍后重试。</translation>
        </message>
        <message>
            <source>Try again later.</source>
            <translation>请以后再试。</translation>
        </message>
        <message>
            <source>Try again, or choose another model.</source>
            <translation>请重试，或选择其他模型。</translation>
        </message>
        <message>
            <source>Try again.</source>
            <translation>请重试。</translation>
        </message>
        <message>
            <source>Try again; if it stays so, check HF_ENDPOINT or choose another model.</source>
            <translation>请重试；如果仍然如此，请检查 HF_ENDPOINT 或选择其他模型。</translation>
        </message>
        <message>
            <source>Try another.</source>
            <translation>请换一张。</translation>
        </message>
        <message>
            <source>Try other words; the log has the details.</source>
            <translation>换个说法试试；详情见日志。</translation>
        </message>
        <message>
            <source>Update Mediasearch, or choose another folder with --library.</source>
            <translation>请更新 Mediasearch，或用 --library 选择其他文件夹。</translation>
        </message>
        <message>
            <source>Use a model in the safetensors format, which holds numbers only.</source>
            <translation>请使用 safetensors 格式的模型，它只包含数值。</translation>
        </message>
        <message>
            <source>Use at most {} characters.</source>
            <translation>最多 {} 个字符。</translation>
        </message>
        <message>
            <source>Use that one, or close it and try again.</source>
            <translation>请使用那一个，或将其关闭后重试。</translation>
        </message>
        <message>
            <source>Wait some minutes and try again.</source>
            <translation>请等几分钟后重试。</translation>
        </message>
        <message>
            <source>Wait until that is done, or stop it.</source>
            <translation>请等待完成，或将其停止。</translation>
        </message>
        <message>
            <source>What answers at {} is not the hub</source>
            <translation>{} 处应答的并非模型仓库</translation>
        </message>
        <message>
            <source>Write {}OWNER/REPOSITORY.</source>
            <translation>请写成 {}OWNER/REPOSITORY。</translation>
        </message>
        <message>
            <source>Your own file, of the architecture {}.</source>
            <translation>您自己的文件，架构为 {}。</translation>
        </message>
        <message>
            <source>{} What has arrived is kept.</source>
            <translation>{}已下载的部分会保留。</translation>
        </message>
        <message>
            <source>{} and {} disagree about the preprocessing</source>
            <translation>{} 与 {} 的预处理方式不一致</translation>
        </message>
        <message>
            <source>{} and {}, which is in the library already, overlap</source>
            <translation>{} 与已在图库中的 {} 有重叠</translation>
        </message>
        <message>
            <source>{} asks for a preprocessing that this version does not know</source>
            <translation>{} 需要此版本不支持的预处理</translation>
        </message>
        <message>
            <source>{} asks for a tokenizer that this version does not know</source>
            <translation>{} 需要此版本不支持的分词器</translation>
        </message>
        <message>
            <source>{} cannot be opened ({})</source>
            <translation>无法打开 {}（{}）</translation>
        </message>
        <message>
            <source>{} cannot be read</source>
            <translation>无法读取 {}</translation>
        </message>
        <message>
            <source>{} cannot be used as a query: {}</source>
            <translation>{} 无法用于搜索：{}</translation>
        </message>
        <message>
            <source>{} could not be added</source>
            <translation>无法添加 {}</translation>
        </message>
        <message>
            <source>{} could not be read back as it was written</source>
            <translation>{} 写入后读回的内容不一致</translation>
        </message>
        <message>
            <source>{} did not say which version of {} it has</source>
            <translation>{} 没有说明 {} 的版本</translation>
        </message>
        <message>
            <source>{} does not describe a model</source>
            <translation>{} 没有描述模型</translation>
        </message>
        <message>
            <source>{} does not exist</source>
            <translation>{} 不存在</translation>
        </message>
        <message>
            <source>{} does not give {} to everybody, or does not have it</source>
            <translation>{} 没有公开提供 {}，或没有它</translation>
        </message>
        <message>
            <source>{} does not have {}</source>
            <translation>{} 没有 {}</translation>
        </message>
        <message>
            <source>{} does not say how to verify {} of {}</source>
            <translation>{0} 没有说明如何校验 {2} 的 {1}</translation>
        </message>
        <message>
            <source>{} ends too early</source>
            <translation>{} 不完整</translation>
        </message>
        <message>
            <source>{} files disappeared at once. They are kept until you say what happened.</source>
            <translation>有 {} 个文件同时消失。在您说明原因之前会保留它们的记录。</translation>
        </message>
        <message>
            <source>{} has a problem of its own (error {})</source>
            <translation>{} 自身出现问题（错误 {}）</translation>
        </message>
        <message>
            <source>{} has another file than it announced</source>
            <translation>{} 提供的文件与其说明不符</translation>
        </message>
        <message>
            <source>{} has had too many requests</source>
            <translation>{} 收到的请求过多</translation>
        </message>
        <message>
            <source>{} has nothing to download</source>
            <translation>{} 没有可下载的内容</translation>
        </message>
        <message>
            <source>{} has stopped answering</source>
            <translation>{} 不再应答</translation>
        </message>
        <message>
            <source>{} holds no open_clip weights</source>
            <translation>{} 中没有 open_clip 权重</translation>
        </message>
        <message>
            <source>{} holds no tokenizer</source>
            <translation>{} 中没有分词器</translation>
        </message>
        <message>
            <source>{} holds pickled weights, which can run any program when they are loaded</source>
            <translation>{} 的权重为 pickle 格式，加载时可能运行任意程序</translation>
        </message>
        <message>
            <source>{} is already covered by {}</source>
            <translation>{} 已包含在 {} 中</translation>
        </message>
        <message>
            <source>{} is damaged</source>
            <translation>{} 已损坏</translation>
        </message>
        <message>
            <source>{} is missing</source>
            <translation>缺少 {}</translation>
        </message>
        <message>
            <source>{} is no filter and was read as words.</source>
            <translation>{} 不是筛选条件，已当作文字处理。</translation>
        </message>
        <message>
            <source>{} is no name of a repository</source>
            <translation>{} 不是仓库名称</translation>
        </message>
        <message>
            <source>{} is no open_clip model</source>
            <translation>{} 不是 open_clip 模型</translation>
        </message>
        <message>
            <source>{} is no safetensors file</source>
            <translation>{} 不是 safetensors 文件</translation>
        </message>
        <message>
            <source>{} is not a Mediasearch library but another program's database</source>
            <translation>{} 不是 Mediasearch 图库，而是其他程序的数据库</translation>
        </message>
        <message>
            <source>{} is not the file that {} announced</source>
            <translation>{} 与 {} 所说明的文件不符</translation>
        </message>
        <message>
            <source>{} is not there</source>
            <translation>{} 不存在</translation>
        </message>
        <message>
            <source>{} is not there any more</source>
            <translation>{} 已不存在</translation>
        </message>
        <message>
            <source>{} is still being removed from the library</source>
            <translation>{} 仍在从图库中移除</translation>
        </message>
        <message>
            <source>{} is {} instead of {}</source>
            <translation>{} 是 {}，而不是 {}</translation>
        </message>
        <message>
            <source>{} needs a name</source>
            <translation>{}需要名称</translation>
        </message>
        <message>
            <source>{} of {} is far too large</source>
            <translation>{1} 的 {0} 过大</translation>
        </message>
        <message>
            <source>{} pictures are in folders that are not connected. Connect them, or choose the model once more to change to it without them.</source>
            <translation>有 {} 张图片在未连接的文件夹中。请连接它们，或再次选择此模型，不等它们直接切换。</translation>
        </message>
        <message>
            <source>{} refused {} (error {})</source>
            <translation>{} 拒绝提供 {}（错误 {}）</translation>
        </message>
        <message>
            <source>{} sent another part of the file than was asked for</source>
            <translation>{} 发送的不是所请求的文件部分</translation>
        </message>
        <message>
            <source>{} tensors are missing, such as {}</source>
            <translation>缺少 {} 个张量，例如 {}</translation>
        </message>
        <message>
            <source>{} was changed</source>
            <translation>{} 已被更改</translation>
        </message>
        <message>
            <source>{} was not copied completely</source>
            <translation>{} 没有复制完整</translation>
        </message>
        <message>
            <source>{}, or choose another model.</source>
            <translation>{}，或选择其他模型。</translation>
        </message>
        <message>
            <source>{}.bin was not copied completely</source>
            <translation>{}.bin 没有复制完整</translation>
        </message>
        <message>
            <source>{}.xml was not copied completely</source>
            <translation>{}.xml 没有复制完整</translation>
        </message>
        <message>
            <source>{}/config.json is missing</source>
            <translation>缺少 {}/config.json</translation>
        </message>
        <message>
            <source>{}: only names and texts were searched.</source>
            <translation>{}：只搜索了名称和文字。</translation>
        </message>
        <message>
            <source>{}; pictures: torch on {}, f16</source>
            <translation>{}；图片：torch（{}），f16</translation>
        </message>
        <message>
            <source>{}; pictures: {}</source>
            <translation>{}；图片：{}</translation>
        </message>
        <message>
            <source>{}cannot be read or written ({})</source>
            <translation>{}无法读写（{}）</translation>
        </message>
        <message>
            <source>“{}” could not be excluded ({})</source>
            <translation>无法排除“{}”（{}）</translation>
        </message>
        <message>
            <source>“{}” does not say where it was taken, so nothing is near it.</source>
            <translation>“{}”没有拍摄地点，因此无法查找附近的照片。</translation>
        </message>
        <message>
            <source>“{}” is both asked for and left out.</source>
            <translation>“{}”既被要求又被排除。</translation>
        </message>
        <message>
            <source>“{}” is not inside a folder of the library</source>
            <translation>“{}”不在图库的文件夹中</translation>
        </message>
        <message>
            <source>“{}” isn’t connected</source>
            <translation>“{}”未连接</translation>
        </message>
        <message>
            <source>“{}” was read as {}; in quotation marks it is words.</source>
            <translation>“{}”被理解为 {}；加上引号则按文字搜索。</translation>
        </message>
    </context>
    <context>
        <name>EngineClient</name>
        <message>
            <source>Another program is using this library</source>
            <translation>另一个程序正在使用此图库</translation>
        </message>
    </context>
    <context>
        <name>EngineWatch</name>
        <message>
            <source>Restart</source>
            <translation>重新启动</translation>
        </message>
        <message>
            <source>Search is not answering. Wait a moment, or restart it; nothing is lost.</source>
            <translation>搜索引擎没有响应。请稍候，或重新启动；不会丢失任何内容。</translation>
        </message>
        <message>
            <source>Show log</source>
            <translation>查看日志</translation>
        </message>
        <message>
            <source>The search engine had stopped and was started again.</source>
            <translation>搜索引擎曾意外停止，现已重新启动。</translation>
        </message>
        <message>
            <source>The search engine is being started again…</source>
            <translation>正在重新启动搜索引擎…</translation>
        </message>
        <message>
            <source>The search engine keeps stopping. Restart it, or look into the log for the reason.</source>
            <translation>搜索引擎反复停止。请重新启动它，或在日志中查看原因。</translation>
        </message>
        <message>
            <source>The search engine stopped. It is being started again…</source>
            <translation>搜索引擎已停止，正在重新启动…</translation>
        </message>
        <message>
            <source>This window goes on as soon as the library is free.</source>
            <translation>图库空闲后，此窗口会自动继续。</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
    </context>
    <context>
        <name>Exporting</name>
        <message>
            <source>Copy here</source>
            <translation>复制到此处</translation>
        </message>
        <message>
            <source>Copy {pictures} to…</source>
            <translation>将 {pictures}复制到…</translation>
        </message>
        <message>
            <source>Copying to “{folder}”</source>
            <translation>正在复制到“{folder}”</translation>
        </message>
        <message>
            <source>JSON (*.json)</source>
            <translation>JSON (*.json)</translation>
        </message>
        <message>
            <source>List of {pictures} saved.</source>
            <translation>已保存 {pictures}的列表。</translation>
        </message>
        <message>
            <source>Paths, one a line (*.txt)</source>
            <translation>路径，每行一个 (*.txt)</translation>
        </message>
        <message>
            <source>Save the list as…</source>
            <translation>列表另存为…</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Table (*.csv)</source>
            <translation>表格 (*.csv)</translation>
        </message>
        <message>
            <source>The copying failed; the log tells more.</source>
            <translation>复制失败，详情见日志。</translation>
        </message>
        <message>
            <source>The list could not be saved ({reason}). Choose another folder.</source>
            <translation>无法保存列表（{reason}）。请选择其他文件夹。</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>图片</translation>
        </message>
    </context>
    <context>
        <name>Feedback</name>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Save as concept…</source>
            <translation>保存为概念…</translation>
        </message>
    </context>
    <context>
        <name>FileDialog</name>
        <message>
            <source>Files of type:</source>
            <translation>文件类型：</translation>
        </message>
        <message>
            <source>Look in:</source>
            <translation>查找位置：</translation>
        </message>
    </context>
    <context>
        <name>Filing</name>
        <message numerus="yes">
            <source>%n other copies stay.</source>
            <translation>
                <numerusform>其他 %n 份副本会保留。</numerusform>
            </translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>移到回收站</translation>
        </message>
        <message>
            <source>Move {pictures} to the trash?</source>
            <translation>要将 {pictures}移到回收站吗？</translation>
        </message>
        <message>
            <source>Moving to the trash</source>
            <translation>正在移到回收站</translation>
        </message>
        <message>
            <source>Nothing was copied. Choose another folder.</source>
            <translation>没有复制任何文件。请选择其他文件夹。</translation>
        </message>
        <message>
            <source>Nothing was moved to the trash.</source>
            <translation>没有文件移到回收站。</translation>
        </message>
        <message>
            <source>Open with</source>
            <translation>打开方式</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <source>So many pictures are better left out by their folder, in the library pane.</source>
            <translation>图片太多，建议在图库侧栏中按文件夹排除。</translation>
        </message>
        <message>
            <source>Something is being copied or moved. Wait for it, or cancel it.</source>
            <translation>正在复制或移动文件。请等待完成，或将其取消。</translation>
        </message>
        <message>
            <source>Stopped: {done} of {total} were copied to “{folder}”.</source>
            <translation>已停止：{total} 个中有 {done} 个已复制到“{folder}”。</translation>
        </message>
        <message>
            <source>The disk is full: {done} of {total} were copied to “{folder}”. Make room and copy the rest.</source>
            <translation>磁盘已满：{total} 个中有 {done} 个已复制到“{folder}”。请腾出空间后复制其余文件。</translation>
        </message>
        <message>
            <source>The drive or folder of these pictures isn’t connected.</source>
            <translation>这些图片所在的磁盘或文件夹未连接。</translation>
        </message>
        <message>
            <source>The results changed meanwhile. Select the pictures again.</source>
            <translation>结果已发生变化。请重新选择图片。</translation>
        </message>
        <message>
            <source>They stay in the trash of this computer until it is emptied.</source>
            <translation>清空回收站之前，它们会一直留在这台电脑的回收站中。</translation>
        </message>
        <message>
            <source>This system offers no list of programs. Use Show in folder and choose one there.</source>
            <translation>此系统不提供程序列表。请用“在文件夹中显示”，在那里选择程序。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message numerus="yes">
            <source>and %n more like it</source>
            <translation>
                <numerusform>还有 %n 个类似问题</numerusform>
            </translation>
        </message>
        <message>
            <source>could not be copied</source>
            <translation>无法复制</translation>
        </message>
        <message>
            <source>could not be moved to the trash and stays</source>
            <translation>无法移到回收站，已保留</translation>
        </message>
        <message>
            <source>could not be put back</source>
            <translation>无法放回原处</translation>
        </message>
        <message>
            <source>it is no longer in the trash</source>
            <translation>它已不在回收站中</translation>
        </message>
        <message>
            <source>it is not there</source>
            <translation>它不存在</translation>
        </message>
        <message>
            <source>its folder cannot be changed</source>
            <translation>无法更改它所在的文件夹</translation>
        </message>
        <message>
            <source>its name is no text</source>
            <translation>文件名不是有效文本</translation>
        </message>
        <message>
            <source>something else is there now</source>
            <translation>那里已有其他文件</translation>
        </message>
        <message>
            <source>{pictures} are in the trash.</source>
            <translation>{pictures}已移到回收站。</translation>
        </message>
        <message>
            <source>{pictures} are left out of the library. The files stay where they are.</source>
            <translation>已将 {pictures}从图库中排除。文件会留在原处。</translation>
        </message>
        <message>
            <source>{pictures} copied to “{folder}”.</source>
            <translation>{pictures}已复制到“{folder}”。</translation>
        </message>
        <message>
            <source>{pictures} taken out of the trash again.</source>
            <translation>{pictures}已从回收站恢复。</translation>
        </message>
        <message>
            <source>“{name}” is in the trash.</source>
            <translation>“{name}”已移到回收站。</translation>
        </message>
        <message>
            <source>“{name}” is left out of the library. The file stays where it is.</source>
            <translation>已将“{name}”从图库中排除。文件会留在原处。</translation>
        </message>
    </context>
    <context>
        <name>Filmstrip</name>
        <message>
            <source>Filmstrip</source>
            <translation>胶片条</translation>
        </message>
    </context>
    <context>
        <name>FilterBar</name>
        <message>
            <source>Another date…</source>
            <translation>其他日期…</translation>
        </message>
        <message>
            <source>Another folder…</source>
            <translation>其他文件夹…</translation>
        </message>
        <message>
            <source>Camera</source>
            <translation>相机</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Clear the filters</source>
            <translation>清除筛选条件</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Favourites</source>
            <translation>收藏</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Last 30 days</source>
            <translation>最近 30 天</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>最近 7 天</translation>
        </message>
        <message>
            <source>Nothing to choose from yet</source>
            <translation>暂无可选项</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>With a place</source>
            <translation>有拍摄地点</translation>
        </message>
    </context>
    <context>
        <name>FilterButton</name>
        <message>
            <source>Filter: {name}</source>
            <translation>筛选：{name}</translation>
        </message>
    </context>
    <context>
        <name>FolderRow</name>
        <message>
            <source>It is somewhere else now…</source>
            <translation>它换了位置…</translation>
        </message>
        <message>
            <source>Leave a folder in it out…</source>
            <translation>排除其中的文件夹…</translation>
        </message>
        <message>
            <source>Leave it out</source>
            <translation>排除</translation>
        </message>
        <message>
            <source>Locate {name}</source>
            <translation>重新定位 {name}</translation>
        </message>
        <message>
            <source>Locate…</source>
            <translation>重新定位…</translation>
        </message>
        <message>
            <source>More about {name}</source>
            <translation>关于 {name} 的更多操作</translation>
        </message>
        <message>
            <source>On a network drive: what other computers change there is looked for every two minutes.</source>
            <translation>位于网络驱动器：每两分钟检查一次其他电脑在那里所做的更改。</translation>
        </message>
        <message>
            <source>Remove from the library…</source>
            <translation>从图库中移除…</translation>
        </message>
        <message>
            <source>Rescan</source>
            <translation>重新扫描</translation>
        </message>
        <message>
            <source>Rescan {name}</source>
            <translation>重新扫描 {name}</translation>
        </message>
        <message>
            <source>Which folder is to be left out?</source>
            <translation>要排除哪个文件夹？</translation>
        </message>
    </context>
    <context>
        <name>Folders</name>
        <message>
            <source>1 file disappeared from “{name}”.</source>
            <translation>“{name}”中有 1 个文件消失了。</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>Choose a folder of pictures</source>
            <translation>选择图片文件夹</translation>
        </message>
        <message>
            <source>Its pictures are no longer found. The files themselves stay where they are.</source>
            <translation>将不再搜索其中的图片。文件本身会留在原处。</translation>
        </message>
        <message>
            <source>Keep waiting</source>
            <translation>继续等待</translation>
        </message>
        <message>
            <source>Locate…</source>
            <translation>重新定位…</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove “{name}” from the library?</source>
            <translation>要从图库中移除“{name}”吗？</translation>
        </message>
        <message>
            <source>They are gone</source>
            <translation>已删除</translation>
        </message>
        <message>
            <source>This one</source>
            <translation>就是它</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Where is “{name}” now?</source>
            <translation>“{name}”现在在哪里？</translation>
        </message>
        <message numerus="yes">
            <source>{count} files disappeared from “{name}”.</source>
            <translation>
                <numerusform>“{name}”中有 {count} 个文件消失了。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} folders are being added to the library.</source>
            <translation>
                <numerusform>正在将 {count} 个文件夹添加到图库。</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} isn’t connected. Showing saved previews.</source>
            <translation>{name} 未连接，显示的是已保存的预览。</translation>
        </message>
        <message>
            <source>“{name}” is being added to the library.</source>
            <translation>正在将“{name}”添加到图库。</translation>
        </message>
        <message>
            <source>“{name}” is in the library already.</source>
            <translation>“{name}”已在图库中。</translation>
        </message>
        <message>
            <source>“{name}” is left out of the library.</source>
            <translation>已将“{name}”从图库中排除。</translation>
        </message>
    </context>
    <context>
        <name>FoldersPage</name>
        <message>
            <source>Add a folder…</source>
            <translation>添加文件夹…</translation>
        </message>
        <message>
            <source>No folder is searched yet.</source>
            <translation>还没有可搜索的文件夹。</translation>
        </message>
    </context>
    <context>
        <name>GetModel</name>
        <message>
            <source>Download</source>
            <translation>下载</translation>
        </message>
        <message>
            <source>Download a model</source>
            <translation>下载模型</translation>
        </message>
        <message>
            <source>Download {model}?</source>
            <translation>要下载 {model} 吗？</translation>
        </message>
        <message>
            <source>Free space</source>
            <translation>可用空间</translation>
        </message>
        <message>
            <source>From</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>许可证</translation>
        </message>
        <message>
            <source>There is not enough space for it. Free some, then try again.</source>
            <translation>空间不足。请腾出一些空间，然后重试。</translation>
        </message>
        <message>
            <source>To download</source>
            <translation>下载大小</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Your photos are never uploaded.</source>
            <translation>您的照片绝不会上传。</translation>
        </message>
        <message>
            <source>about {size}</source>
            <translation>约 {size}</translation>
        </message>
    </context>
    <context>
        <name>Hit</name>
        <message numerus="yes">
            <source>%n copies</source>
            <translation>
                <numerusform>%n 份副本</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n files hold this picture</source>
            <translation>
                <numerusform>%n 个文件是这张图片</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n similar ones</source>
            <translation>
                <numerusform>%n 张相似</numerusform>
            </translation>
        </message>
        <message>
            <source>best match</source>
            <translation>最佳匹配</translation>
        </message>
        <message>
            <source>camera</source>
            <translation>相机</translation>
        </message>
        <message>
            <source>caption</source>
            <translation>说明文字</translation>
        </message>
        <message>
            <source>date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>favourite</source>
            <translation>已收藏</translation>
        </message>
        <message>
            <source>folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>keyword</source>
            <translation>关键词</translation>
        </message>
        <message>
            <source>less certain</source>
            <translation>不太确定</translation>
        </message>
        <message>
            <source>looks like it</source>
            <translation>画面相似</translation>
        </message>
        <message>
            <source>name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>not connected</source>
            <translation>未连接</translation>
        </message>
        <message>
            <source>video</source>
            <translation>视频</translation>
        </message>
    </context>
    <context>
        <name>HubModel</name>
        <message>
            <source>Another model from the hub</source>
            <translation>其他模型</translation>
        </message>
        <message>
            <source>Any open_clip model of the Hugging Face hub whose weights are safetensors.</source>
            <translation>Hugging Face 上任何权重为 safetensors 格式的 open_clip 模型。</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Name of the repository</source>
            <translation>仓库名称</translation>
        </message>
        <message>
            <source>owner/repository</source>
            <translation>所有者/仓库</translation>
        </message>
    </context>
    <context>
        <name>ImportModel</name>
        <message>
            <source>Architecture</source>
            <translation>架构</translation>
        </message>
        <message>
            <source>Use a file</source>
            <translation>使用文件</translation>
        </message>
        <message>
            <source>Use it</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>Which architecture are these weights of? Whoever gave you the file says it, often in its name.</source>
            <translation>这些权重属于哪种架构？提供者会说明，文件名中往往就有。</translation>
        </message>
        <message>
            <source>such as ViT-B-32</source>
            <translation>例如 ViT-B-32</translation>
        </message>
    </context>
    <context>
        <name>Incoming</name>
        <message>
            <source>The browser sent a link only. Copy the image and paste it here.</source>
            <translation>浏览器只发来了链接。请复制图片，然后粘贴到这里。</translation>
        </message>
        <message>
            <source>This picture cannot be read. Save it as a file and drop that here.</source>
            <translation>无法读取这张图片。请将它存为文件，然后拖放到这里。</translation>
        </message>
        <message>
            <source>pasted picture</source>
            <translation>粘贴的图片</translation>
        </message>
        <message numerus="yes">
            <source>{count} of these files are not pictures. Drop photos or a folder of photos.</source>
            <translation>
                <numerusform>其中 {count} 个文件不是图片。请拖入照片或照片文件夹。</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} is not a picture. Drop a photo or a folder of photos.</source>
            <translation>{name} 不是图片。请拖入照片或照片文件夹。</translation>
        </message>
    </context>
    <context>
        <name>IndexingPage</name>
        <message>
            <source>Everything is indexed.</source>
            <translation>已全部索引。</translation>
        </message>
        <message>
            <source>Index anyway</source>
            <translation>仍然索引</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>What you changed here holds from when the settings are closed; indexing begins anew for a moment.</source>
            <translation>此处的更改在关闭设置后生效；索引会短暂地重新开始。</translation>
        </message>
    </context>
    <context>
        <name>JobCard</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} / {total}</translation>
        </message>
    </context>
    <context>
        <name>KeysPage</name>
        <message>
            <source> or </source>
            <translation> 或 </translation>
        </message>
    </context>
    <context>
        <name>LibraryItems</name>
        <message>
            <source>Concepts</source>
            <translation>概念</translation>
        </message>
        <message>
            <source>Looking for folders…</source>
            <translation>正在查找文件夹…</translation>
        </message>
        <message>
            <source>Saved searches</source>
            <translation>已保存的搜索</translation>
        </message>
    </context>
    <context>
        <name>LibraryPane</name>
        <message>
            <source>Add a folder</source>
            <translation>添加文件夹</translation>
        </message>
        <message>
            <source>Everything but this folder</source>
            <translation>除此文件夹以外</translation>
        </message>
        <message>
            <source>Exclude from the library</source>
            <translation>从图库中排除</translation>
        </message>
        <message>
            <source>Forget…</source>
            <translation>删除…</translation>
        </message>
        <message>
            <source>Keep the missing files</source>
            <translation>保留丢失的文件</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>图库</translation>
        </message>
        <message>
            <source>Locate…</source>
            <translation>重新定位…</translation>
        </message>
        <message>
            <source>Look for changes now</source>
            <translation>立即检查更改</translation>
        </message>
        <message>
            <source>Only this folder</source>
            <translation>仅此文件夹</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove from the library…</source>
            <translation>从图库中移除…</translation>
        </message>
        <message>
            <source>Rename…</source>
            <translation>重命名…</translation>
        </message>
        <message>
            <source>Search for it</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <source>The missing files were deleted</source>
            <translation>丢失的文件已删除</translation>
        </message>
    </context>
    <context>
        <name>LibraryTree</name>
        <message>
            <source>Library</source>
            <translation>图库</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>No model could be loaded, so pictures cannot be searched. Install Mediasearch again.</source>
            <translation>无法加载任何模型，因此不能搜索图片。请重新安装 Mediasearch。</translation>
        </message>
        <message>
            <source>Show log</source>
            <translation>查看日志</translation>
        </message>
        <message>
            <source>Something went wrong in the window; the log tells more. You can go on.</source>
            <translation>窗口出现错误，详情见日志。可以继续使用。</translation>
        </message>
    </context>
    <context>
        <name>Marking</name>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>Messages</name>
        <message>
            <source>1 file is missing</source>
            <translation>缺少 1 个文件</translation>
        </message>
        <message>
            <source>1 issue</source>
            <translation>1 个问题</translation>
        </message>
        <message>
            <source>1 new match · Show</source>
            <translation>1 个新结果 · 显示</translation>
        </message>
        <message>
            <source>1 new picture · Show</source>
            <translation>1 张新图片 · 显示</translation>
        </message>
        <message>
            <source>1 picture</source>
            <translation>1 张图片</translation>
        </message>
        <message>
            <source>Hidden from results.</source>
            <translation>已从结果中隐藏。</translation>
        </message>
        <message>
            <source>Indexing is paused</source>
            <translation>索引已暂停</translation>
        </message>
        <message>
            <source>Looking for pictures…</source>
            <translation>正在查找图片…</translation>
        </message>
        <message>
            <source>Not connected · {pictures}</source>
            <translation>未连接 · {pictures}</translation>
        </message>
        <message>
            <source>Paused on battery</source>
            <translation>使用电池，已暂停</translation>
        </message>
        <message>
            <source>Results changed · Show</source>
            <translation>结果有变化 · 显示</translation>
        </message>
        <message>
            <source>The folder may not be opened; check its permissions</source>
            <translation>没有打开此文件夹的权限，请检查权限</translation>
        </message>
        <message>
            <source>about {hours} h</source>
            <translation>约 {hours} 小时</translation>
        </message>
        <message>
            <source>about {minutes} min</source>
            <translation>约 {minutes} 分钟</translation>
        </message>
        <message>
            <source>d MMMM</source>
            <translation>M月d日</translation>
        </message>
        <message>
            <source>less than a minute</source>
            <translation>不到一分钟</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>since {moment}</source>
            <translation>自 {moment} 起</translation>
        </message>
        <message>
            <source>{count} a second</source>
            <translation>每秒 {count} 张</translation>
        </message>
        <message numerus="yes">
            <source>{count} files are missing</source>
            <translation>
                <numerusform>缺少 {count} 个文件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} issues</source>
            <translation>
                <numerusform>{count} 个问题</numerusform>
            </translation>
        </message>
        <message>
            <source>{count} like this</source>
            <translation>{count} 张要这样</translation>
        </message>
        <message numerus="yes">
            <source>{count} new matches · Show</source>
            <translation>
                <numerusform>{count} 个新结果 · 显示</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} new pictures · Show</source>
            <translation>
                <numerusform>{count} 张新图片 · 显示</numerusform>
            </translation>
        </message>
        <message>
            <source>{count} not like this</source>
            <translation>{count} 张不要</translation>
        </message>
        <message numerus="yes">
            <source>{count} pictures</source>
            <translation>
                <numerusform>{count} 张图片</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} pictures hidden from results.</source>
            <translation>
                <numerusform>已从结果中隐藏 {count} 张图片。</numerusform>
            </translation>
        </message>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} / {total}</translation>
        </message>
        <message>
            <source>{more} like this · {less} not</source>
            <translation>{more} 张要这样 · {less} 张不要</translation>
        </message>
        <message>
            <source>{pictures} in this stack. All but the best take {size}.</source>
            <translation>此堆叠有 {pictures}。除最好的一张外，其余占 {size}。</translation>
        </message>
        <message>
            <source>{share} · paused</source>
            <translation>{share} · 已暂停</translation>
        </message>
        <message>
            <source>{time} left</source>
            <translation>还需{time}</translation>
        </message>
    </context>
    <context>
        <name>ModelBanner</name>
        <message>
            <source>Asking {host}…</source>
            <translation>正在询问 {host}…</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>下载</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Hide</source>
            <translation>隐藏</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>以后再说</translation>
        </message>
        <message>
            <source>Searching by description works best with a one-time download ({size}, from {host}). Your photos are never uploaded.</source>
            <translation>下载一次模型（{size}，来自 {host}），按描述搜索的效果最好。您的照片绝不会上传。</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Use a file I have</source>
            <translation>使用已有文件</translation>
        </message>
    </context>
    <context>
        <name>ModelChoice</name>
        <message>
            <source>Choose another…</source>
            <translation>选择其他…</translation>
        </message>
        <message>
            <source>Choose the weights of a model</source>
            <translation>选择模型权重文件</translation>
        </message>
        <message>
            <source>Get it again</source>
            <translation>重新下载</translation>
        </message>
        <message>
            <source>Get the full model</source>
            <translation>下载完整模型</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>以后再说</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Use a full model</source>
            <translation>使用完整模型</translation>
        </message>
        <message>
            <source>Weights (*.safetensors)</source>
            <translation>权重 (*.safetensors)</translation>
        </message>
        <message>
            <source>{model} cannot be used: its files are gone or damaged. Names, folders and dates can be searched meanwhile.</source>
            <translation>无法使用 {model}：文件丢失或损坏。目前仍可按名称、文件夹和日期搜索。</translation>
        </message>
        <message>
            <source>{model} searches your pictures from now on.</source>
            <translation>现在起由 {model} 搜索您的图片。</translation>
        </message>
    </context>
    <context>
        <name>ModelRow</name>
        <message>
            <source>Change now, without folders that aren’t connected</source>
            <translation>立即切换，不等未连接的文件夹</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>使用中</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>More about {model}</source>
            <translation>关于 {model} 的更多操作</translation>
        </message>
        <message>
            <source>On this computer</source>
            <translation>已在本机</translation>
        </message>
        <message>
            <source>Recommended</source>
            <translation>推荐</translation>
        </message>
        <message>
            <source>Stop learning your pictures</source>
            <translation>停止熟悉图片</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等待中</translation>
        </message>
    </context>
    <context>
        <name>Models</name>
        <message>
            <source>Beginning…</source>
            <translation>正在开始…</translation>
        </message>
        <message>
            <source>Chinese</source>
            <translation>中文</translation>
        </message>
        <message>
            <source>Done once for this computer; takes a few minutes</source>
            <translation>这台电脑只需一次，要几分钟</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>下载</translation>
        </message>
        <message>
            <source>Downloaded, but not prepared for this computer yet</source>
            <translation>已下载，尚未为这台电脑做好准备</translation>
        </message>
        <message>
            <source>Downloading</source>
            <translation>正在下载</translation>
        </message>
        <message>
            <source>English</source>
            <translation>英语</translation>
        </message>
        <message>
            <source>Forget what it knows…</source>
            <translation>清除它的索引…</translation>
        </message>
        <message>
            <source>Go back</source>
            <translation>换回</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Learning your pictures</source>
            <translation>正在熟悉您的图片</translation>
        </message>
        <message>
            <source>Many languages</source>
            <translation>多种语言</translation>
        </message>
        <message>
            <source>Preparing</source>
            <translation>正在准备</translation>
        </message>
        <message>
            <source>Remove…</source>
            <translation>移除…</translation>
        </message>
        <message>
            <source>Repair</source>
            <translation>修复</translation>
        </message>
        <message>
            <source>Runs on {runtime}.</source>
            <translation>运行于 {runtime}。</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>Stopped at {share}</source>
            <translation>已停在 {share}</translation>
        </message>
        <message>
            <source>Take off the list</source>
            <translation>从列表中移除</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>Waits until the computer is plugged in.</source>
            <translation>等待接通电源。</translation>
        </message>
        <message>
            <source>Waits, because indexing is paused.</source>
            <translation>索引已暂停，正在等待。</translation>
        </message>
        <message>
            <source>recommended</source>
            <translation>推荐</translation>
        </message>
        <message>
            <source>the present model answers meanwhile</source>
            <translation>期间由当前模型应答</translation>
        </message>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} / {total}</translation>
        </message>
        <message>
            <source>{language} and many others</source>
            <translation>{language}等多种语言</translation>
        </message>
        <message>
            <source>{share} %</source>
            <translation>{share}%</translation>
        </message>
        <message>
            <source>{size} a second</source>
            <translation>每秒 {size}</translation>
        </message>
    </context>
    <context>
        <name>ModelsPage</name>
        <message>
            <source>A model is what recognizes the things in your pictures. It is downloaded once and works on this computer; your photos are never uploaded.</source>
            <translation>模型负责识别图片中的内容。只需下载一次，在这台电脑上运行；您的照片绝不会上传。</translation>
        </message>
        <message>
            <source>Another model from the hub…</source>
            <translation>其他模型…</translation>
        </message>
        <message>
            <source>Go on with indexing</source>
            <translation>继续索引</translation>
        </message>
        <message>
            <source>Looking which models there are…</source>
            <translation>正在查找可用模型…</translation>
        </message>
        <message>
            <source>Use a file I have…</source>
            <translation>使用已有文件…</translation>
        </message>
        <message>
            <source>Waits for {folders}, which isn’t connected.</source>
            <translation>等待未连接的 {folders}。</translation>
        </message>
    </context>
    <context>
        <name>NameDialog</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
    </context>
    <context>
        <name>Notice</name>
        <message>
            <source>Close this message</source>
            <translation>关闭此消息</translation>
        </message>
    </context>
    <context>
        <name>Offers</name>
        <message>
            <source>Clear the history</source>
            <translation>清除历史</translation>
        </message>
        <message>
            <source>Clear…</source>
            <translation>清除…</translation>
        </message>
        <message>
            <source>Earlier search: {query}</source>
            <translation>搜索历史：{query}</translation>
        </message>
        <message>
            <source>Earlier searches</source>
            <translation>搜索历史</translation>
        </message>
        <message>
            <source>Nothing was searched for yet</source>
            <translation>还没有搜索记录</translation>
        </message>
        <message>
            <source>Saved search: {query}</source>
            <translation>已保存的搜索：{query}</translation>
        </message>
        <message>
            <source>Suggestion: {query}</source>
            <translation>建议：{query}</translation>
        </message>
        <message>
            <source>Suggestions</source>
            <translation>建议</translation>
        </message>
        <message>
            <source>Suggestions below; the down arrow goes to them.</source>
            <translation>下方有建议，按向下键选择。</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>Add a folder that holds photos.</source>
            <translation>请添加有照片的文件夹。</translation>
        </message>
        <message>
            <source>Add a folder…</source>
            <translation>添加文件夹…</translation>
        </message>
        <message>
            <source>Clear all</source>
            <translation>全部清除</translation>
        </message>
        <message>
            <source>Clear the query</source>
            <translation>清空搜索</translation>
        </message>
        <message>
            <source>Looking for pictures…</source>
            <translation>正在查找图片…</translation>
        </message>
        <message>
            <source>More may appear as indexing continues.</source>
            <translation>随着索引继续，可能会出现更多结果。</translation>
        </message>
        <message>
            <source>No photos match these filters</source>
            <translation>没有符合这些条件的照片</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>没有找到</translation>
        </message>
        <message>
            <source>Remove “{filter}”</source>
            <translation>移除“{filter}”</translation>
        </message>
        <message>
            <source>There are no pictures here yet</source>
            <translation>这里还没有图片</translation>
        </message>
        <message>
            <source>They appear here as soon as they have been read.</source>
            <translation>读取后就会显示在这里。</translation>
        </message>
        <message>
            <source>Try other words.</source>
            <translation>换个说法试试。</translation>
        </message>
    </context>
    <context>
        <name>PictureChip</name>
        <message>
            <source>Delete takes it out, plus and minus say how much it counts.</source>
            <translation>Delete 键移除，加号和减号调整权重。</translation>
        </message>
        <message>
            <source>Less like this</source>
            <translation>少一些这样的</translation>
        </message>
        <message>
            <source>Less like {name}</source>
            <translation>少一些像 {name} 的</translation>
        </message>
        <message>
            <source>Like this</source>
            <translation>像这样</translation>
        </message>
        <message>
            <source>Like {name}</source>
            <translation>像 {name}</translation>
        </message>
        <message>
            <source>Take out of the query</source>
            <translation>从搜索中移除</translation>
        </message>
        <message>
            <source>Twice as important</source>
            <translation>加倍重要</translation>
        </message>
        <message>
            <source>picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>{what}, {times} times as important</source>
            <translation>{what}，{times} 倍重要</translation>
        </message>
    </context>
    <context>
        <name>PointedGrid</name>
        <message>
            <source>Add to favourites</source>
            <translation>收藏</translation>
        </message>
        <message>
            <source>Close the stack</source>
            <translation>收起堆叠</translation>
        </message>
        <message>
            <source>Find similar</source>
            <translation>查找相似图片</translation>
        </message>
        <message>
            <source>Remove from favourites</source>
            <translation>取消收藏</translation>
        </message>
        <message numerus="yes">
            <source>Show all %n</source>
            <translation>
                <numerusform>显示全部 %n 张</numerusform>
            </translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
    </context>
    <context>
        <name>Preferences</name>
        <message>
            <source>Folders</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Sections</source>
            <translation>分类</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
    </context>
    <context>
        <name>ProblemsDialog</name>
        <message>
            <source>1 file couldn’t be read.</source>
            <translation>有 1 个文件无法读取。</translation>
        </message>
        <message>
            <source>1 folder couldn’t be opened.</source>
            <translation>有 1 个文件夹无法打开。</translation>
        </message>
        <message>
            <source>Everything else goes on.</source>
            <translation>其余照常进行。</translation>
        </message>
        <message>
            <source>Files that could not be read</source>
            <translation>无法读取的文件</translation>
        </message>
        <message>
            <source>Ignore</source>
            <translation>忽略</translation>
        </message>
        <message>
            <source>Issues</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Never try these again and stop listing them.</source>
            <translation>不再尝试也不再列出它们。</translation>
        </message>
        <message>
            <source>No file is in trouble.</source>
            <translation>没有出问题的文件。</translation>
        </message>
        <message>
            <source>Retry</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Retry all</source>
            <translation>全部重试</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message numerus="yes">
            <source>{count} files couldn’t be read.</source>
            <translation>
                <numerusform>有 {count} 个文件无法读取。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} folders couldn’t be opened.</source>
            <translation>
                <numerusform>有 {count} 个文件夹无法打开。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Program</name>
        <message>
            <source>The language changes when the copying or moving is over.</source>
            <translation>复制或移动完成后将切换语言。</translation>
        </message>
    </context>
    <context>
        <name>Question</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>Reasons</name>
        <message>
            <source>JPEG XL (not read yet)</source>
            <translation>JPEG XL（尚不支持）</translation>
        </message>
        <message>
            <source>a folder's state</source>
            <translation>文件夹的状态</translation>
        </message>
        <message>
            <source>a preview</source>
            <translation>预览图</translation>
        </message>
        <message>
            <source>a problem</source>
            <translation>一条问题记录</translation>
        </message>
        <message>
            <source>camera RAW (not read yet)</source>
            <translation>相机 RAW（尚不支持）</translation>
        </message>
        <message>
            <source>changes in your folders</source>
            <translation>文件夹中的变化</translation>
        </message>
        <message>
            <source>decoding needs too much memory</source>
            <translation>解码需要的内存过多</translation>
        </message>
        <message>
            <source>decoding took too long</source>
            <translation>解码时间过长</translation>
        </message>
        <message>
            <source>icon (too small to search)</source>
            <translation>图标（太小，无法搜索）</translation>
        </message>
        <message>
            <source>ignored by you</source>
            <translation>已被您忽略</translation>
        </message>
        <message>
            <source>names and captions</source>
            <translation>名称和说明文字</translation>
        </message>
        <message>
            <source>the change of the model</source>
            <translation>模型的切换</translation>
        </message>
        <message>
            <source>the choice of the model</source>
            <translation>模型的选择</translation>
        </message>
        <message>
            <source>the disk reported an error while the file was being read</source>
            <translation>读取文件时磁盘报告错误</translation>
        </message>
        <message>
            <source>the file crashes its decoder and has been quarantined</source>
            <translation>此文件会使解码器崩溃，已被隔离</translation>
        </message>
        <message>
            <source>the file disappeared while it was being read</source>
            <translation>读取时文件消失了</translation>
        </message>
        <message>
            <source>the file ends too early; it was probably not copied completely</source>
            <translation>文件不完整，可能没有复制完</translation>
        </message>
        <message>
            <source>the file is empty</source>
            <translation>文件是空的</translation>
        </message>
        <message>
            <source>the file is not a picture, whatever its name says</source>
            <translation>文件名像图片，内容却不是图片</translation>
        </message>
        <message>
            <source>the file may not be read; check its permissions</source>
            <translation>没有读取权限，请检查文件权限</translation>
        </message>
        <message>
            <source>the library</source>
            <translation>图库</translation>
        </message>
        <message>
            <source>the model could not process this picture</source>
            <translation>模型无法处理此图片</translation>
        </message>
        <message>
            <source>the new pictures</source>
            <translation>新图片</translation>
        </message>
        <message>
            <source>the picture is damaged</source>
            <translation>图片已损坏</translation>
        </message>
        <message>
            <source>the picture is larger than the pixel limit in Settings</source>
            <translation>图片超过了设置中的像素上限</translation>
        </message>
        <message>
            <source>the problems list</source>
            <translation>问题列表</translation>
        </message>
        <message>
            <source>the progress of indexing</source>
            <translation>索引进度</translation>
        </message>
        <message>
            <source>the search index</source>
            <translation>搜索索引</translation>
        </message>
        <message>
            <source>video (not read yet)</source>
            <translation>视频（尚不支持）</translation>
        </message>
    </context>
    <context>
        <name>Recalling</name>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Clear the history?</source>
            <translation>要清除历史吗？</translation>
        </message>
        <message>
            <source>Earlier searches are forgotten. Saved searches stay.</source>
            <translation>将忘记搜索历史，已保存的搜索会保留。</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Forget “{name}”?</source>
            <translation>要删除“{name}”吗？</translation>
        </message>
        <message>
            <source>It is always up to date: new pictures that match appear in it.</source>
            <translation>它始终保持最新：符合的新图片会自动出现。</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Rename the search</source>
            <translation>重命名搜索</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Save this search</source>
            <translation>保存此搜索</translation>
        </message>
        <message>
            <source>Search for something first; then it can be saved.</source>
            <translation>请先搜索，然后才能保存。</translation>
        </message>
        <message>
            <source>The pictures themselves stay. Which of them were right or wrong is forgotten.</source>
            <translation>图片本身会保留，对它们的取舍会被忘记。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>“{name}” is no longer kept.</source>
            <translation>已删除“{name}”。</translation>
        </message>
    </context>
    <context>
        <name>Refining</name>
        <message>
            <source>A word for pictures like these. Type it in a search to find them again.</source>
            <translation>给这类图片起个名字，以后搜索它就能再找到。</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Save as concept</source>
            <translation>保存为概念</translation>
        </message>
        <message>
            <source>Saved. Type “{name}” to find pictures like these.</source>
            <translation>已保存。输入“{name}”即可找到这类图片。</translation>
        </message>
    </context>
    <context>
        <name>RemoveModel</name>
        <message>
            <source>Also forget what it knows about {pictures} ({size})</source>
            <translation>同时清除它对 {pictures}的索引（{size}）</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Forget what {model} knows?</source>
            <translation>要清除 {model} 的索引吗？</translation>
        </message>
        <message>
            <source>It comes with the program and stays. What it knows about {pictures} goes; that frees {size}, and going back to it means indexing once more.</source>
            <translation>它随程序提供，会保留。它对 {pictures}的索引将被清除，可腾出 {size}；换回它时需要重新索引。</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove a model</source>
            <translation>移除模型</translation>
        </message>
        <message>
            <source>Remove {model} from this computer?</source>
            <translation>要从这台电脑移除 {model} 吗？</translation>
        </message>
        <message>
            <source>This frees about {size}.</source>
            <translation>可腾出约 {size}。</translation>
        </message>
        <message>
            <source>While what it knows is kept, coming back to it needs no indexing.</source>
            <translation>保留索引的话，以后换回它时无需重新索引。</translation>
        </message>
        <message>
            <source>Your photos stay where they are, and the model in use goes on answering.</source>
            <translation>您的照片会留在原处，使用中的模型继续工作。</translation>
        </message>
    </context>
    <context>
        <name>ResultActions</name>
        <message>
            <source>Actions for the selected pictures</source>
            <translation>所选图片的操作</translation>
        </message>
        <message>
            <source>Add to favourites</source>
            <translation>收藏</translation>
        </message>
        <message>
            <source>Close the stack</source>
            <translation>收起堆叠</translation>
        </message>
        <message numerus="yes">
            <source>Copy %n paths</source>
            <translation>
                <numerusform>复制 %n 个路径</numerusform>
            </translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>复制路径</translation>
        </message>
        <message>
            <source>Remove from favourites</source>
            <translation>取消收藏</translation>
        </message>
        <message>
            <source>Show the stack</source>
            <translation>展开堆叠</translation>
        </message>
    </context>
    <context>
        <name>ResultsHeader</name>
        <message>
            <source>Closest first</source>
            <translation>最匹配优先</translation>
        </message>
        <message>
            <source>Get a multilingual model</source>
            <translation>下载多语言模型</translation>
        </message>
        <message>
            <source>In which order the results are</source>
            <translation>结果的排列顺序</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>最新优先</translation>
        </message>
        <message>
            <source>Order: {order}</source>
            <translation>排序：{order}</translation>
        </message>
        <message>
            <source>Showing matches from {indexed} of {files}. More appear as indexing continues.</source>
            <translation>已搜索 {files} 中的 {indexed}，随着索引继续会出现更多。</translation>
        </message>
        <message>
            <source>The closest {count} of {pictures}</source>
            <translation>{pictures}中最匹配的 {count} 张</translation>
        </message>
        <message>
            <source>This model reads English.</source>
            <translation>此模型懂英语。</translation>
        </message>
        <message>
            <source>{pictures}, the closest first</source>
            <translation>{pictures}，最匹配的在前</translation>
        </message>
    </context>
    <context>
        <name>ResultsModel</name>
        <message>
            <source>Loading…</source>
            <translation>正在载入…</translation>
        </message>
    </context>
    <context>
        <name>ResultsView</name>
        <message>
            <source>Results</source>
            <translation>搜索结果</translation>
        </message>
    </context>
    <context>
        <name>SearchBar</name>
        <message>
            <source>Add words, or drop another image…</source>
            <translation>添加文字，或再拖入一张图片…</translation>
        </message>
        <message>
            <source>Clear the query</source>
            <translation>清空搜索</translation>
        </message>
        <message>
            <source>Describe it, or drop an image here…</source>
            <translation>描述画面，或将图片拖到这里…</translation>
        </message>
        <message>
            <source>Earlier searches</source>
            <translation>搜索历史</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
    </context>
    <context>
        <name>Sections</name>
        <message>
            <source>Best matches</source>
            <translation>最佳匹配</translation>
        </message>
        <message>
            <source>Less certain</source>
            <translation>不太确定</translation>
        </message>
        <message>
            <source>No date</source>
            <translation>无日期</translation>
        </message>
        <message>
            <source>No sure match. Showing the nearest.</source>
            <translation>没有确定的匹配，显示最接近的结果。</translation>
        </message>
    </context>
    <context>
        <name>Settings</name>
        <message>
            <source>A file that needs more is given up.</source>
            <translation>需要更多内存的文件会被放弃。</translation>
        </message>
        <message>
            <source>A file that takes longer is given up.</source>
            <translation>超过此时间的文件会被放弃。</translation>
        </message>
        <message>
            <source>A notification when indexing took longer than two minutes and the window is not in front.</source>
            <translation>索引超过两分钟且窗口不在前台时发出通知。</translation>
        </message>
        <message>
            <source>Afterwards its memory is given back until it is needed again.</source>
            <translation>之后释放内存，需要时再加载。</translation>
        </message>
        <message>
            <source>Background</source>
            <translation>后台</translation>
        </message>
        <message>
            <source>Closing the window hides it, and indexing goes on; only where the desktop has a tray.</source>
            <translation>关闭窗口时隐藏到托盘并继续索引；仅限有托盘的桌面。</translation>
        </message>
        <message>
            <source>Crop thumbnails to fill their square; off shows them whole.</source>
            <translation>裁剪缩略图以填满方格；关闭则完整显示。</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Decoding processes</source>
            <translation>解码进程数</translation>
        </message>
        <message>
            <source>Edge of a thumbnail in the grid.</source>
            <translation>网格中缩略图的边长。</translation>
        </message>
        <message>
            <source>Fill the square</source>
            <translation>填满方格</translation>
        </message>
        <message>
            <source>Finds changes that the system did not report.</source>
            <translation>查找系统没有通知的更改。</translation>
        </message>
        <message>
            <source>How many cores indexing may use; 0 is all of them, at low priority.</source>
            <translation>索引可使用的核心数；0 表示以低优先级使用全部核心。</translation>
        </message>
        <message>
            <source>How many pictures are opened at once; 0 chooses by the number of processor cores.</source>
            <translation>同时打开的图片数；0 表示按处理器核心数决定。</translation>
        </message>
        <message>
            <source>Indexing</source>
            <translation>索引</translation>
        </message>
        <message>
            <source>Indexing waits while the computer is not plugged in.</source>
            <translation>未接通电源时暂停索引。</translation>
        </message>
        <message>
            <source>Keep a history of searches</source>
            <translation>保留搜索历史</translation>
        </message>
        <message>
            <source>Keep running in the tray</source>
            <translation>在托盘中继续运行</translation>
        </message>
        <message>
            <source>Keep the model loaded for</source>
            <translation>模型在内存中保留</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Larger pictures are listed as problems instead of being opened.</source>
            <translation>更大的图片不会打开，而是列为问题。</translation>
        </message>
        <message>
            <source>Largest picture</source>
            <translation>图片像素上限</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Light, dark, or as the system says.</source>
            <translation>浅色、深色，或跟随系统。</translation>
        </message>
        <message>
            <source>Longest decoding</source>
            <translation>解码时间上限</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>外观</translation>
        </message>
        <message>
            <source>MB</source>
            <translation>MB</translation>
        </message>
        <message>
            <source>MP</source>
            <translation>百万像素</translation>
        </message>
        <message>
            <source>Mediasearch opens when you log in.</source>
            <translation>登录时打开 Mediasearch。</translation>
        </message>
        <message>
            <source>Memory of a decoding process</source>
            <translation>解码进程的内存上限</translation>
        </message>
        <message>
            <source>Of the window, its menus and messages.</source>
            <translation>窗口、菜单和提示所用的语言。</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>On</source>
            <translation>开</translation>
        </message>
        <message>
            <source>Pause on battery</source>
            <translation>使用电池时暂停</translation>
        </message>
        <message>
            <source>Pictures appear and scroll without animation.</source>
            <translation>图片显示和滚动时不使用动画。</translation>
        </message>
        <message>
            <source>Processor cores for indexing</source>
            <translation>索引使用的处理器核心</translation>
        </message>
        <message>
            <source>Reduce motion</source>
            <translation>减弱动态效果</translation>
        </message>
        <message>
            <source>Rescan every</source>
            <translation>重新扫描间隔</translation>
        </message>
        <message>
            <source>Searching</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Start at login</source>
            <translation>登录时启动</translation>
        </message>
        <message>
            <source>System</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Tell when indexing is done</source>
            <translation>索引完成时通知</translation>
        </message>
        <message>
            <source>The last searches are offered again; they stay on this computer.</source>
            <translation>会再次提供最近的搜索；记录只保存在这台电脑上。</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Thumbnail size</source>
            <translation>缩略图大小</translation>
        </message>
        <message>
            <source>min</source>
            <translation>分钟</translation>
        </message>
        <message>
            <source>px</source>
            <translation>像素</translation>
        </message>
        <message>
            <source>s</source>
            <translation>秒</translation>
        </message>
    </context>
    <context>
        <name>ShortcutsDialog</name>
        <message>
            <source> or </source>
            <translation> 或 </translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
    </context>
    <context>
        <name>SizeSlider</name>
        <message>
            <source>Thumbnail size</source>
            <translation>缩略图大小</translation>
        </message>
    </context>
    <context>
        <name>Stage</name>
        <message>
            <source>A moment of this video. Press Enter to play it in its program.</source>
            <translation>这是视频中的一个画面。按 Enter 键用默认程序播放。</translation>
        </message>
        <message>
            <source>Its drive or folder isn’t connected. This is the saved preview.</source>
            <translation>所在的磁盘或文件夹未连接，这是已保存的预览。</translation>
        </message>
        <message>
            <source>This is the preview: the file is not where it was.</source>
            <translation>这是预览图：文件已不在原处。</translation>
        </message>
        <message>
            <source>This is the preview: the format can’t be shown here in full.</source>
            <translation>这是预览：此格式无法在这里完整显示。</translation>
        </message>
        <message>
            <source>This is the preview: the picture couldn’t be read.</source>
            <translation>这是预览：图片无法读取。</translation>
        </message>
        <message>
            <source>This picture can’t be shown here.</source>
            <translation>无法在这里显示此图片。</translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>Index anyway</source>
            <translation>仍然索引</translation>
        </message>
        <message>
            <source>Locate…</source>
            <translation>重新定位…</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Starter model: colours, shapes and simple scenes.</source>
            <translation>入门模型：可识别颜色、形状和简单场景。</translation>
        </message>
        <message numerus="yes">
            <source>{count} folders aren’t connected. Showing saved previews.</source>
            <translation>
                <numerusform>{count} 个文件夹未连接，显示的是已保存的预览。</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} isn’t connected. Showing saved previews.</source>
            <translation>{name} 未连接，显示的是已保存的预览。</translation>
        </message>
    </context>
    <context>
        <name>TermChip</name>
        <message>
            <source>Change…</source>
            <translation>更改…</translation>
        </message>
        <message>
            <source>Enter changes it, Delete takes it out.</source>
            <translation>按 Enter 键更改，按 Delete 键移除。</translation>
        </message>
        <message>
            <source>Leave these out</source>
            <translation>排除这些</translation>
        </message>
        <message>
            <source>Search for the words instead</source>
            <translation>改为按文字搜索</translation>
        </message>
        <message>
            <source>Take out of the query</source>
            <translation>从搜索中移除</translation>
        </message>
    </context>
    <context>
        <name>Terms</name>
        <message>
            <source>Camera</source>
            <translation>相机</translation>
        </message>
        <message>
            <source>Concept</source>
            <translation>概念</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Duplicates</source>
            <translation>重复图片</translation>
        </message>
        <message>
            <source>Favourites</source>
            <translation>收藏</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Hidden</source>
            <translation>已隐藏</translation>
        </message>
        <message>
            <source>Looked at</source>
            <translation>看过的</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>地点</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>视频</translation>
        </message>
        <message>
            <source>With a place</source>
            <translation>有拍摄地点</translation>
        </message>
        <message>
            <source>after {date}</source>
            <translation>{date} 之后</translation>
        </message>
        <message>
            <source>before {date}</source>
            <translation>{date} 之前</translation>
        </message>
        <message>
            <source>near {place}</source>
            <translation>{place} 附近</translation>
        </message>
        <message>
            <source>not {filter}</source>
            <translation>非 {filter}</translation>
        </message>
        <message>
            <source>{filter} (“{words}”)</source>
            <translation>{filter}（“{words}”）</translation>
        </message>
        <message>
            <source>{kind}: {filter}</source>
            <translation>{kind}：{filter}</translation>
        </message>
        <message>
            <source>{months}, any year</source>
            <translation>{months}，任何年份</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Library</source>
            <translation>图库</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>菜单</translation>
        </message>
        <message>
            <source>Next query</source>
            <translation>前进到下一次搜索</translation>
        </message>
        <message>
            <source>Previous query</source>
            <translation>返回上一次搜索</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
    </context>
    <context>
        <name>TroubleCard</name>
        <message>
            <source>1 file disappeared from “{name}”.</source>
            <translation>“{name}”中有 1 个文件消失了。</translation>
        </message>
        <message>
            <source>Forget…</source>
            <translation>删除…</translation>
        </message>
        <message>
            <source>Its pictures are still found, with saved previews.</source>
            <translation>仍可搜到其中的图片，显示已保存的预览。</translation>
        </message>
        <message>
            <source>Keep waiting</source>
            <translation>继续等待</translation>
        </message>
        <message>
            <source>Locate…</source>
            <translation>重新定位…</translation>
        </message>
        <message>
            <source>They are gone</source>
            <translation>已删除</translation>
        </message>
        <message>
            <source>They are kept until you say what happened.</source>
            <translation>在您说明原因之前会保留它们的记录。</translation>
        </message>
        <message>
            <source>This message goes by itself when it is over.</source>
            <translation>恢复后，此消息会自动消失。</translation>
        </message>
        <message numerus="yes">
            <source>{count} files disappeared from “{name}”.</source>
            <translation>
                <numerusform>“{name}”中有 {count} 个文件消失了。</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} isn’t connected.</source>
            <translation>{name} 未连接。</translation>
        </message>
    </context>
    <context>
        <name>ViewControls</name>
        <message>
            <source>Fill the squares</source>
            <translation>填满方格</translation>
        </message>
        <message>
            <source>Show whole pictures</source>
            <translation>显示完整图片</translation>
        </message>
    </context>
    <context>
        <name>ViewerBar</name>
        <message>
            <source>Add to favourites</source>
            <translation>收藏</translation>
        </message>
        <message>
            <source>Back to the results</source>
            <translation>返回结果</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详细信息</translation>
        </message>
        <message>
            <source>Find similar</source>
            <translation>查找相似图片</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>全屏</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>正在载入…</translation>
        </message>
        <message>
            <source>More actions</source>
            <translation>更多操作</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Picture %1 of %2</source>
            <translation>第 %1 张，共 %2 张</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>播放</translation>
        </message>
        <message>
            <source>Remove from favourites</source>
            <translation>取消收藏</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
    </context>
    <context>
        <name>ViewerParts</name>
        <message>
            <source>Next picture</source>
            <translation>下一张</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Previous picture</source>
            <translation>上一张</translation>
        </message>
    </context>
    <context>
        <name>Viewing</name>
        <message>
            <source>Coordinates copied.</source>
            <translation>已复制坐标。</translation>
        </message>
        <message>
            <source>Path copied.</source>
            <translation>已复制路径。</translation>
        </message>
        <message>
            <source>Paths copied.</source>
            <translation>已复制路径。</translation>
        </message>
        <message>
            <source>Picture copied.</source>
            <translation>已复制图片。</translation>
        </message>
        <message>
            <source>{name} is not there now. Connect its drive, or look for changes.</source>
            <translation>{name} 现在不在原处。请连接所在磁盘，或检查更改。</translation>
        </message>
    </context>
    <context>
        <name>Welcome</name>
        <message>
            <source>Choose a folder to begin, or drop one here.</source>
            <translation>选择一个文件夹开始，或把文件夹拖到这里。</translation>
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation>选择文件夹…</translation>
        </message>
        <message>
            <source>Everything stays on this computer.</source>
            <translation>一切都留在这台电脑上。</translation>
        </message>
        <message>
            <source>Search your photos by what is in them</source>
            <translation>按画面内容搜索照片</translation>
        </message>
        <message>
            <source>Use Pictures</source>
            <translation>使用“图片”文件夹</translation>
        </message>
    </context>
</TS>
